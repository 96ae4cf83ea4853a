/**
 * «اسکن با دوربین» (S10): the camera with a frame for the card, the number for comparison, and always a way to type.
 * One visit asks for the camera once; leaving gives it back. No picture is kept or sent.
 */
import { Button, IconButton, Note } from "@ramznama/design";
import { scanText, type Language, type ScanTextKey } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { FoundNumber } from "./found-number.tsx";
import { ScanStage } from "./scan-stage.tsx";
import { startScan, type Scan, type ScanRefusal } from "./start-scan.ts";
import { TorchButton } from "./torch-button.tsx";
import "./scan.css";

export interface ScanDialogProps {
  readonly language: Language;
  readonly cardPrefix: string;
  readonly onUse: (number: string) => void;
  readonly onTypeInstead: () => void;
  readonly onClose: () => void;
}

type State =
  | { readonly kind: "starting" }
  | { readonly kind: "looking"; readonly scan: Scan }
  | { readonly kind: "found"; readonly scan: Scan; readonly number: string }
  | { readonly kind: "unable"; readonly reason: ScanRefusal };

export function ScanDialog(props: ScanDialogProps): VNode {
  const { language, cardPrefix, onUse, onTypeInstead, onClose } = props;
  const say = (key: ScanTextKey): string => scanText(key, language);
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<State>({ kind: "starting" });
  const [visit, setVisit] = useState(1);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  useEffect(() => {
    let isOver = false;
    let running: Scan | undefined;
    setState({ kind: "starting" });
    void startScan().then((outcome) => {
      if (outcome.ok) running = outcome.scan;
      if (isOver) running?.stop();
      else if (outcome.ok) setState({ kind: "looking", scan: outcome.scan });
      else setState({ kind: "unable", reason: outcome.reason });
    });
    return () => {
      isOver = true;
      running?.stop();
    };
  }, [visit]);
  return (
    <dialog ref={dialog} class="scan" aria-labelledby="scan-title" onClose={onClose}>
      <header class="bar">
        <IconButton icon="back" label={say("close")} onPress={onClose} />
        <h1 id="scan-title">{say("title")}</h1>
        {state.kind === "looking" && (
          <TorchButton say={say} setTorch={state.scan.camera.setTorch} />
        )}
      </header>
      {state.kind === "starting" && (
        <div class="scan-body scan-starting" role="status">
          <span class="spinner" />
          <p>{say("starting")}</p>
        </div>
      )}
      {state.kind === "looking" && (
        <ScanStage
          say={say}
          scan={state.scan}
          onFound={(number) => {
            setState({ kind: "found", scan: state.scan, number });
          }}
        />
      )}
      {state.kind === "found" && (
        <FoundNumber
          {...{ say, language, cardPrefix }}
          found={state.number}
          onUse={onUse}
          onAgain={() => {
            setState({ kind: "looking", scan: state.scan });
          }}
        />
      )}
      {state.kind === "unable" && (
        <div class="scan-body">
          <Note look="danger" icon="cameraOff" isAlert>
            {say(state.reason)}
          </Note>
        </div>
      )}
      <footer class="scan-foot">
        {state.kind === "unable" && state.reason !== "missing" && (
          <Button
            look="soft"
            icon="refresh"
            onPress={() => {
              setVisit(visit + 1);
            }}
          >
            {say("retry")}
          </Button>
        )}
        <Button look="plain" onPress={onTypeInstead}>
          {say("typeInstead")}
        </Button>
      </footer>
    </dialog>
  );
}
