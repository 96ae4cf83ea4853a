/** Who stands before the counter: what core banking and Ramznama know, and what can be done for the person as a whole. */
import type { CustomerSummary } from "@ramznama/contract";
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { isIdentitySeen } from "../acts/use-identity.ts";
import type { OpenDialog } from "../acts/open-dialog.ts";
import { useTexts } from "../app/console-context.ts";
import type { Asked } from "../app/use-answer.ts";
import { ActButton } from "../parts/act-button.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { MomentText, shortMomentWords } from "../parts/moment-text.tsx";
import { NumberText } from "../parts/number-text.tsx";
import { PendingApprovals, type SharedProps } from "./pending-approvals.tsx";
import { PersonNotes } from "./person-notes.tsx";

export interface PersonColumnProps extends SharedProps {
  readonly asked: Asked<CustomerSummary>;
  readonly onOpen: (open: OpenDialog) => void;
  readonly mayAct: boolean;
}

export function PersonColumn(props: PersonColumnProps): VNode {
  const { asked, onOpen, mayAct } = props;
  const say = useTexts();
  const { value: customer, failure } = asked;
  return (
    <aside class="person" aria-label={say("pageDesk")}>
      <FailureNote failure={failure} onRetry={() => void asked.reload()} />
      {customer === undefined && asked.isLoading && <p class="quiet">{say("loading")}</p>}
      {customer !== undefined && (
        <>
          <PersonNotes customer={customer} />
          <PendingApprovals {...props} kinds={["customer-revocation", "block-lift"]} />
          <PersonFacts customer={customer} />
          <PendingApprovals {...props} kinds={["device-release"]} />
          {mayAct && <PersonActs customer={customer} onOpen={onOpen} />}
          {!mayAct && <Note>{say("noActs")}</Note>}
        </>
      )}
    </aside>
  );
}

function PersonFacts({ customer }: { readonly customer: CustomerSummary }): VNode {
  const say = useTexts();
  const { mobile, gatewayLogin, device, cards, accounts } = customer;
  return (
    <dl class="facts">
      <dt>{say("customerNumber")}</dt>
      <dd>
        <NumberText text={customer.customerId} />
      </dd>
      <dt>{say("identity")}</dt>
      <dd>
        <IdentityWords customer={customer} />
      </dd>
      <dt>{say("mobile")}</dt>
      <dd>{mobile === null ? <em>{say("noMobile")}</em> : <NumberText text={mobile} />}</dd>
      <dt>{say("gatewayLogin")}</dt>
      <dd>{gatewayLogin === null ? say("none") : <NumberText text={gatewayLogin} />}</dd>
      <dt>{say("device")}</dt>
      <dd>
        {device === null ? (
          say("noDevice")
        ) : (
          <>
            {device.platform === null ? say("device") : say(`platform_${device.platform}`)}
            <small class="quiet below">
              <MomentText at={device.registeredAt} />
            </small>
          </>
        )}
      </dd>
      <dt>{say("cards")}</dt>
      <dd>
        <NumberList
          label={say("cards")}
          numbers={cards.map(({ number, cardId }) => [cardId, number] as const)}
          none={say("none")}
        />
      </dd>
      <dt>{say("accounts")}</dt>
      <dd>
        <NumberList
          label={say("accounts")}
          numbers={accounts.map(({ number }) => [number, number] as const)}
          none={say("none")}
        />
      </dd>
    </dl>
  );
}

function IdentityWords({ customer }: { readonly customer: CustomerSummary }): VNode {
  const say = useTexts();
  const { identitySeenUntil } = customer;
  if (identitySeenUntil === null || !isIdentitySeen(customer, Date.now())) {
    return <span class="mood mood-waiting">{say("identityUnseen")}</span>;
  }
  return (
    <span class="mood mood-good">
      <span>
        {say("identitySeen")} <NumberText text={shortMomentWords(identitySeenUntil, Date.now())} />
      </span>
    </span>
  );
}

interface NumberListProps {
  readonly label: string;
  readonly numbers: readonly (readonly [key: string, text: string])[];
  readonly none: string;
}

const shownAtOnce = 4;

/** Many cards do not push everything else off the screen. */
function NumberList({ label, numbers, none }: NumberListProps): VNode {
  if (numbers.length === 0) return <>{none}</>;
  const isLong = numbers.length > shownAtOnce;
  return (
    <ul
      class={isLong ? "numbers numbers-long" : "numbers"}
      {...(isLong ? { tabIndex: 0, role: "group", "aria-label": label } : {})}
    >
      {numbers.map(([key, text]) => (
        <li key={key}>
          <NumberText text={text} />
        </li>
      ))}
    </ul>
  );
}

interface PersonActsProps {
  readonly customer: CustomerSummary;
  readonly onOpen: (open: OpenDialog) => void;
}

function PersonActs({ customer, onOpen }: PersonActsProps): VNode {
  const say = useTexts();
  const isSeen = isIdentitySeen(customer, Date.now());
  const opener = (kind: Extract<OpenDialog, { readonly kind: string }>["kind"]) => () => {
    onOpen({ kind } as OpenDialog);
  };
  return (
    <div class="acts" role="group" aria-label={say("actsOfCustomer")}>
      <ActButton
        icon="shieldCheck"
        letter="I"
        look={isSeen ? "plain" : "primary"}
        onPress={opener("identity")}
      >
        {say("seeIdentity")}
      </ActButton>
      <ActButton
        icon="plus"
        letter="N"
        look={isSeen ? "primary" : "soft"}
        onPress={opener("issue-account")}
      >
        {say("issueAccount")}
      </ActButton>
      <ActButton icon="card" letter="C" look="soft" onPress={opener("issue-card")}>
        {say("issueCard")}
      </ActButton>
      {customer.blockedAt !== null && (
        <ActButton icon="lock" letter="B" onPress={opener("lift-block")}>
          {say("liftBlock")}
        </ActButton>
      )}
      {customer.device !== null && (
        <ActButton icon="phone" letter="G" onPress={opener("release")}>
          {say("releaseDevice")}
        </ActButton>
      )}
      <ActButton icon="ban" letter="X" look="danger" onPress={opener("revoke-all")}>
        {say("revokeAll")}
      </ActButton>
    </div>
  );
}
