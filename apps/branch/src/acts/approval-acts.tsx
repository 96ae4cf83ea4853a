/** What a person may do with a request: decide it, take it back, or wait. Only a second person decides. */
import type { Approval } from "@ramznama/contract";
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useLanguage, usePerson, useTexts } from "../app/console-context.ts";
import { listWords } from "../app/list-words.ts";
import { useKept } from "../app/use-kept.ts";
import type { Failure } from "../app/bank-client.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

export interface ApprovalActsProps {
  readonly approval: Approval;
  readonly onDone: (words: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

type Open = "approve" | "reject" | "withdraw" | undefined;

export function ApprovalActs({ approval, onDone, onFailure }: ApprovalActsProps): VNode | null {
  const say = useTexts();
  const language = useLanguage();
  const { user } = usePerson();
  const { kind, customerName } = approval;
  const [open, keep, forget] = useKept<Open>(`approval ${approval.id}`, undefined);
  const close = forget;
  const done = (words: string): void => {
    forget();
    onDone(words);
  };
  const fail = (failure: Failure): void => {
    onFailure(failure);
  };
  if (approval.state !== "requested") return null;
  const matter = listWords([say(`approvalKind_${kind}`), customerName], language);
  const isOwn = approval.requestedBy === user;
  return (
    <div class="approval-acts">
      {approval.mayDecide && (
        <>
          <Button
            look="soft"
            icon="check"
            label={`${say("approve")}: ${matter}`}
            onPress={() => {
              keep("approve");
            }}
          >
            {say("approve")}
          </Button>
          <Button
            look="plain"
            icon="close"
            label={`${say("reject")}: ${matter}`}
            onPress={() => {
              keep("reject");
            }}
          >
            {say("reject")}
          </Button>
        </>
      )}
      {isOwn && (
        <Button
          look="plain"
          onPress={() => {
            keep("withdraw");
          }}
        >
          {say("withdraw")}
        </Button>
      )}
      {(open === "approve" || open === "reject") && (
        <DecideDialog
          {...{ approval, decision: open, onClose: close, onDone: done, onFailure: fail }}
        />
      )}
      {open === "withdraw" && (
        <WithdrawDialog {...{ approval, onClose: close, onDone: done, onFailure: fail }} />
      )}
    </div>
  );
}
