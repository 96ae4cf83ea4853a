/** The branch's requests: what waits for a second person, and what became of the rest. */
import { listApprovals, type Approval } from "@ramznama/contract";
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ApprovalActs } from "../acts/approval-acts.tsx";
import type { Failure } from "../app/bank-client.ts";
import { useConsole, usePerson, useTexts } from "../app/console-context.ts";
import { isConflict } from "../app/describe-failure.ts";
import { pathOfCustomer } from "../app/router.ts";
import { useChange } from "../app/use-change.ts";
import { usePages, type Pages } from "../app/use-pages.ts";
import { useWaiting } from "../app/waiting-requests.ts";
import { SubjectList } from "../parts/approval-matter.tsx";
import { Choice } from "../parts/choice.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { LocalLink } from "../parts/local-link.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { GroupedNumber } from "../parts/number-text.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";
import { ApprovalStateWord } from "../parts/state-word.tsx";

type Shown = "waiting" | "all";

export function ApprovalsScreen(): VNode {
  const say = useTexts();
  const { toasts } = useConsole();
  const waiting = useWaiting();
  const [shown, setShown] = useState<Shown>("waiting");
  const [isChanged, setChanged] = useState(false);
  const onDone = (words: string): void => {
    setChanged(false);
    toasts.show(words);
    void waiting.reload();
  };
  const onFailure = (failure: Failure): void => {
    if (!isConflict(failure)) return;
    setChanged(true);
    void waiting.reload();
  };
  return (
    <div class="approvals">
      <ScreenHeading title={say("approvals")}>
        <Choice
          name="shown"
          label={say("state")}
          isLabelHidden
          options={[
            ["waiting", say("tabWaiting")],
            ["all", say("tabAll")],
          ]}
          value={shown}
          onChoose={setShown}
        />
      </ScreenHeading>
      <p class="quiet">{say("approvalsIntro")}</p>
      {isChanged && (
        <Note isAlert icon="refresh">
          {say("changedMeanwhile")}
        </Note>
      )}
      {shown === "waiting" ? (
        <RequestList list={waiting} none={say("approvalsNone")} {...{ onDone, onFailure }} />
      ) : (
        <AllRequests {...{ onDone, onFailure }} />
      )}
    </div>
  );
}

interface RequestActs {
  readonly onDone: (words: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

/** They change when one more waits or one waits no longer, and not by themselves. */
function AllRequests(acts: RequestActs): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const all = usePages(
    "all",
    (after) => client.call(listApprovals, { query: { after } }),
    ({ approvals }) => approvals,
  );
  const waiting = useWaiting().rows?.map(({ id }) => id);
  useChange(waiting?.join(), () => void all.reload());
  return <RequestList list={all} none={say("approvalsNoneEver")} {...acts} />;
}

interface RequestListProps extends RequestActs {
  readonly list: Pages<Approval>;
  readonly none: string;
}

function RequestList({ list, none, ...acts }: RequestListProps): VNode {
  const say = useTexts();
  const { rows } = list;
  return (
    <>
      <FailureNote failure={list.failure} onRetry={() => void list.reload()} />
      {rows === undefined && list.isLoading && <p class="quiet">{say("loading")}</p>}
      {rows?.length === 0 && (
        <div class="empty">
          <h2>{none}</h2>
        </div>
      )}
      <ul class="approval-list">
        {rows?.map((approval) => (
          <li key={approval.id}>
            <ApprovalCard approval={approval} {...acts} />
          </li>
        ))}
      </ul>
      <MoreButton more={list.more} />
    </>
  );
}

interface ApprovalCardProps extends RequestActs {
  readonly approval: Approval;
}

function ApprovalCard({ approval, onDone, onFailure }: ApprovalCardProps): VNode {
  const say = useTexts();
  const { user, roles } = usePerson();
  const { kind, state, customerId, customerName, serial, subjects, mayDecide } = approval;
  const isOwn = approval.requestedBy === user && state === "requested";
  const heading = `approval-${approval.id}`;
  return (
    <article class="approval" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{say(`approvalKind_${kind}`)}</h2>
        <ApprovalStateWord state={state} />
      </header>
      <p>
        <LocalLink to={pathOfCustomer(customerId, serial ?? undefined)} look="name-link">
          {customerName}
        </LocalLink>
      </p>
      {state === "requested" && <p>{say(`approvalWhat_${kind}`)}</p>}
      {serial !== null && (
        <p class="quiet">
          {say("serial")}: <GroupedNumber digits={serial} />
        </p>
      )}
      <SubjectList subjects={subjects} />
      <Steps approval={approval} />
      {isOwn && !mayDecide && roles.includes("supervisor") && (
        <p class="small">{say("ownRequest")}</p>
      )}
      <ApprovalActs {...{ approval, onDone, onFailure }} />
    </article>
  );
}

/** Who asked, until when, and who decided. */
function Steps({ approval }: { readonly approval: Approval }): VNode {
  const say = useTexts();
  const { requestedBy, requestedAt, expiresAt, decidedBy, decidedAt, note, state } = approval;
  return (
    <dl class="facts">
      <dt>{say("requester")}</dt>
      <dd>
        <bdi>{requestedBy}</bdi> · <MomentText at={requestedAt} />
      </dd>
      {state === "requested" && (
        <>
          <dt>{say("deadline")}</dt>
          <dd>
            <MomentText at={expiresAt} />
          </dd>
        </>
      )}
      {decidedAt !== null && (
        <>
          <dt>{say("decision")}</dt>
          <dd>
            {decidedBy !== null && (
              <>
                <bdi>{decidedBy}</bdi> ·{" "}
              </>
            )}
            <MomentText at={decidedAt} />
            {note !== null && <p class="quote">{note}</p>}
          </dd>
        </>
      )}
    </dl>
  );
}
