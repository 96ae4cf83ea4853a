/** «ثبت احراز هویت»: that a document was seen, which one, and by whom. */
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { AskDialog } from "../parts/dialog.tsx";
import type { DialogFrame } from "./dialog-frame.ts";
import { IdentityChoice } from "./identity-choice.tsx";
import { useIdentity } from "./use-identity.ts";

export function IdentityDialog({ customer, onClose, onDone, onFailure }: DialogFrame): VNode {
  const say = useTexts();
  const act = useAct(onFailure);
  const identity = useIdentity(customer, true);
  const record = async (): Promise<void> => {
    if (!identity.isReady()) return;
    const done = await act.run(identity.record);
    if (done === undefined) return;
    identity.forget();
    onDone(say("identityDone"));
  };
  return (
    <AskDialog
      title={say("identityTitle")}
      doWord={say("identityDo")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void record()}
      onClose={() => {
        identity.forget();
        onClose();
      }}
    >
      <p>{say("identityWhat", { name: customer.name })}</p>
      <IdentityChoice identity={identity} />
    </AskDialog>
  );
}
