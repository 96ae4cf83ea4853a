/** «چاپ دوباره رسید»: the same serial once more, no new code; what comes back is shown as a receipt. */
import { reprintReceipt } from "@ramznama/contract";
import type { VNode } from "preact";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import type { DialogFrame } from "./dialog-frame.ts";
import { isolatedSerial } from "../app/isolated.ts";

export interface OfToken extends DialogFrame {
  readonly serial: string;
}

export function ReprintDialog({ serial, onClose, onDone, onFailure }: OfToken): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const intent = useIntent(`reprint ${serial}`);
  const reprint = async (): Promise<void> => {
    const body = { requestReference: intent.referenceFor({}) };
    const receipt = await act.run(() => client.call(reprintReceipt, { params: { serial }, body }));
    if (receipt === undefined) return;
    intent.forget();
    onDone(undefined, { kind: "receipt", receipt });
  };
  return (
    <AskDialog
      title={say("reprint")}
      doWord={say("receiptPreview")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void reprint()}
      onClose={onClose}
    >
      <p>{say("reprintWhat", { serial: isolatedSerial(serial) })}</p>
    </AskDialog>
  );
}
