/** Requests that wait for a second person, where they belong on the customer's screen. */
import type { Approval } from "@ramznama/contract";
import { Icon } from "@ramznama/design";
import type { VNode } from "preact";
import { ApprovalActs } from "../acts/approval-acts.tsx";
import type { Failure } from "../app/bank-client.ts";
import { useTexts } from "../app/console-context.ts";
import { SubjectList } from "../parts/approval-matter.tsx";
import { MomentText } from "../parts/moment-text.tsx";

export interface SharedProps {
  readonly approvals: readonly Approval[];
  readonly onChanged: (words: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

export interface PendingApprovalsProps extends SharedProps {
  readonly kinds: readonly Approval["kind"][];
  /** Only those about this token. */
  readonly serial?: string;
}

export function PendingApprovals(props: PendingApprovalsProps): VNode | null {
  const { approvals, kinds, serial, onChanged, onFailure } = props;
  const mine = approvals.filter(
    (one) => kinds.includes(one.kind) && (serial === undefined || one.serial === serial),
  );
  if (mine.length === 0) return null;
  return (
    <>
      {mine.map((approval) => (
        <Pending key={approval.id} {...{ approval, onChanged, onFailure }} />
      ))}
    </>
  );
}

interface PendingProps extends Omit<SharedProps, "approvals"> {
  readonly approval: Approval;
}

function Pending({ approval, onChanged, onFailure }: PendingProps): VNode {
  const say = useTexts();
  const { kind, requestedBy, requestedAt, expiresAt, subjects } = approval;
  return (
    <section class="pending" aria-label={say(`approvalKind_${kind}`)}>
      <p class="strong">
        <Icon name="clock" />
        {say(`approvalKind_${kind}`)}: {say("waitsForSecond")}
      </p>
      <SubjectList subjects={subjects} />
      <p class="small quiet">
        <bdi>{requestedBy}</bdi> · <MomentText at={requestedAt} /> · {say("until")}{" "}
        <MomentText at={expiresAt} />
      </p>
      <ApprovalActs approval={approval} onDone={onChanged} onFailure={onFailure} />
    </section>
  );
}
