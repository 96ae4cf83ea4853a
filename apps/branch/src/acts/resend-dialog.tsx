/** «ارسال دوباره کد»: a new activation code for a token that waits; the serial stays (S4). */
import { resendCodeAtBranch, type SentCode } from "@ramznama/contract";
import type { VNode } from "preact";
import type { Answer } from "../app/bank-client.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { momentWords } from "../parts/moment-text.tsx";
import { IdentityChoice } from "./identity-choice.tsx";
import { isolated, isolatedSerial } from "../app/isolated.ts";
import type { OfToken } from "./reprint-dialog.tsx";
import { useIdentity } from "./use-identity.ts";

export function ResendDialog(props: OfToken): VNode {
  const { serial, customer, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const intent = useIntent(`resend ${serial}`);
  const identity = useIdentity(customer);
  const ask = async (): Promise<Answer<SentCode>> => {
    const seen = await identity.record();
    if (!seen.ok) return seen;
    const body = { requestReference: intent.referenceFor({}) };
    return client.call(resendCodeAtBranch, { params: { serial }, body });
  };
  const resend = async (): Promise<void> => {
    if (!identity.isReady()) return;
    const sent = await act.run(ask);
    if (sent === undefined) return;
    identity.forget();
    intent.forget();
    const mobile = isolated(sent.smsSentTo);
    onDone(say("resendDone", { mobile, until: isolated(momentWords(sent.activationExpiresAt)) }));
  };
  const mobile = isolated(customer.mobile ?? say("noMobile"));
  return (
    <AskDialog
      title={say("resendTitle")}
      doWord={say("resend")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void resend()}
      onClose={() => {
        identity.forget();
        onClose();
      }}
    >
      <p>{say("resendWhat", { serial: isolatedSerial(serial), mobile })}</p>
      <IdentityChoice identity={identity} />
    </AskDialog>
  );
}
