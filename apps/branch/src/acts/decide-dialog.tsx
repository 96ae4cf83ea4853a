/** The second person's decision, with what will happen in words and room for a reason. */
import { decideApproval, type Approval } from "@ramznama/contract";
import type { VNode } from "preact";
import type { Failure } from "../app/bank-client.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent, useKept } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { ApprovalMatter } from "../parts/approval-matter.tsx";
import { TextField } from "../parts/text-field.tsx";

export interface DecideDialogProps {
  readonly approval: Approval;
  readonly decision: "approve" | "reject";
  readonly onClose: () => void;
  readonly onDone: (words: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

export function DecideDialog(props: DecideDialogProps): VNode {
  const { approval, decision, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const id = `decide ${approval.id}`;
  const intent = useIntent(id);
  const [note, keepNote, forgetNote] = useKept(id, "");
  const decide = async (): Promise<void> => {
    const content = { decision, ...(note.trim() === "" ? {} : { note: note.trim() }) };
    const body = { ...content, requestReference: intent.referenceFor(content) };
    const params = { id: approval.id };
    const decided = await act.run(() => client.call(decideApproval, { params, body }));
    if (decided === undefined) return;
    intent.forget();
    forgetNote();
    onDone(say(decision === "approve" ? "approved" : "rejected"));
  };
  return (
    <AskDialog
      title={`${say(decision)}: ${say(`approvalKind_${approval.kind}`)}`}
      doWord={say(decision)}
      look={decision === "approve" ? "primary" : "danger"}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void decide()}
      onClose={() => {
        forgetNote();
        onClose();
      }}
    >
      <ApprovalMatter approval={approval} />
      <TextField
        id="note"
        label={say("note")}
        hint={decision === "reject" ? say("noteHint") : undefined}
        value={note}
        maxLength={200}
        onType={keepNote}
      />
    </AskDialog>
  );
}
