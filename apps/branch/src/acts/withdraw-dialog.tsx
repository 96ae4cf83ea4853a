/** Taking back one's own request before it is decided. */
import { withdrawApproval } from "@ramznama/contract";
import type { VNode } from "preact";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { ApprovalMatter } from "../parts/approval-matter.tsx";
import type { DecideDialogProps } from "./decide-dialog.tsx";

export function WithdrawDialog(props: Omit<DecideDialogProps, "decision">): VNode {
  const { approval, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const withdraw = async (): Promise<void> => {
    const params = { id: approval.id };
    const done = await act.run(() => client.call(withdrawApproval, { params }));
    if (done !== undefined) onDone(say("withdrawn"));
  };
  return (
    <AskDialog
      title={`${say("withdraw")}: ${say(`approvalKind_${approval.kind}`)}`}
      doWord={say("withdraw")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void withdraw()}
      onClose={onClose}
    >
      <ApprovalMatter approval={approval} />
    </AskDialog>
  );
}
