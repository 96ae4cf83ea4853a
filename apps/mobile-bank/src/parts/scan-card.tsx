/** «اسکن با دوربین» below the card number; everything that it needs is loaded when it is pressed. */
import { Button, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import type { ScanDialog } from "../scan/scan-dialog.tsx";

export interface ScanCardProps {
  readonly cardPrefix: string;
  readonly onScanned: (number: string) => void;
  readonly onTypeInstead: () => void;
}

export function ScanCard({ cardPrefix, onScanned, onTypeInstead }: ScanCardProps): VNode {
  const say = useTexts();
  const language = useApp().settings.language.value;
  const [Dialog, setDialog] = useState<{ readonly show: typeof ScanDialog } | undefined>(undefined);
  const [isMissing, setMissing] = useState(false);
  const afterwards = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    // What lies behind an open dialog takes no focus.
    if (Dialog !== undefined) return;
    afterwards.current?.();
    afterwards.current = undefined;
  }, [Dialog]);
  function close(andThen?: () => void): void {
    afterwards.current = andThen;
    setDialog(undefined);
  }
  function open(): void {
    setMissing(false);
    import("../scan/scan-dialog.tsx").then(
      (module) => {
        setDialog({ show: module.ScanDialog });
      },
      () => {
        setMissing(true);
      },
    );
  }
  return (
    <>
      <Button look="soft" icon="scan" onPress={open}>
        {say("scanCard")}
      </Button>
      {isMissing && (
        <Note look="danger" icon="alert" isAlert>
          {say("scanUnavailable")}
        </Note>
      )}
      {Dialog !== undefined && (
        <Dialog.show
          language={language}
          cardPrefix={cardPrefix}
          onUse={(number) => {
            close(() => {
              onScanned(number);
            });
          }}
          onTypeInstead={() => {
            close(onTypeInstead);
          }}
          onClose={() => {
            close();
          }}
        />
      )}
    </>
  );
}
