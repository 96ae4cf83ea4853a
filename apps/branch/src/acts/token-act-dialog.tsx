/** Suspend, let work again, revoke: what happens is said before it is done. */
import { liftSuspension, revokeToken, suspendToken, type TokenSummary } from "@ramznama/contract";
import type { VNode } from "preact";
import type { Answer } from "../app/bank-client.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { isolatedSerial } from "../app/isolated.ts";
import type { OfToken } from "./reprint-dialog.tsx";

export interface TokenActDialogProps extends OfToken {
  readonly act: "suspend" | "unsuspend" | "revoke";
}

export function TokenActDialog(props: TokenActDialogProps): VNode {
  const { act: kind, serial, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const intent = useIntent(`${kind} ${serial}`);
  const ask = (): Promise<Answer<TokenSummary>> => {
    const params = { serial };
    if (kind === "unsuspend") return client.call(liftSuspension, { params });
    const body = { requestReference: intent.referenceFor({}) };
    return client.call(kind === "revoke" ? revokeToken : suspendToken, { params, body });
  };
  const doIt = async (): Promise<void> => {
    const done = await act.run(ask);
    if (done === undefined) return;
    intent.forget();
    onDone(say(`${kind}Done`));
  };
  return (
    <AskDialog
      title={say(`${kind}Title`)}
      doWord={say(kind)}
      look={kind === "unsuspend" ? "primary" : "danger"}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void doIt()}
      onClose={onClose}
    >
      <p>{say(`${kind}What`, { serial: isolatedSerial(serial) })}</p>
    </AskDialog>
  );
}
