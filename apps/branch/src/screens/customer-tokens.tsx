/** The customer's tokens with the chosen one laid open below: state, links, «چرا کار نمی‌کند؟», acts and history. */
import type { TokenSummary } from "@ramznama/contract";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { OpenDialog } from "../acts/open-dialog.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { pathOfCustomer } from "../app/router.ts";
import type { Pages } from "../app/use-pages.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";
import { TokenStateWord } from "../parts/state-word.tsx";
import type { SharedProps } from "./pending-approvals.tsx";
import { TokenDetail } from "./token-detail.tsx";

export interface CustomerTokensProps extends SharedProps {
  readonly customerId: string;
  readonly serial: string | undefined;
  readonly tokens: Pages<TokenSummary>;
  readonly version: number;
  readonly mayAct: boolean;
  /** Core banking has said who this is. */
  readonly isKnown: boolean;
  readonly onOpen: (open: OpenDialog) => void;
}

export function CustomerTokens(props: CustomerTokensProps): VNode {
  const { customerId, serial, tokens, onOpen } = props;
  const say = useTexts();
  const { router } = useConsole();
  const { rows } = tokens;
  const chosen =
    serial ?? rows?.find(({ state }) => state !== "ended")?.serial ?? rows?.[0]?.serial;
  const token = rows?.find((one) => one.serial === chosen);
  return (
    <section class="tokens" aria-label={say("tokens")}>
      <FailureNote failure={tokens.failure} onRetry={() => void tokens.reload()} />
      {rows === undefined && tokens.isLoading && <p class="quiet">{say("loading")}</p>}
      {rows?.length === 0 && (
        <div class="empty">
          <h2>{say("noTokens")}</h2>
          {props.isKnown && props.mayAct && <p class="quiet">{say("noTokensNext")}</p>}
        </div>
      )}
      {rows !== undefined && rows.length > 0 && (
        <TokenList
          tokens={rows}
          chosen={chosen}
          onChoose={(next) => {
            router.replace(pathOfCustomer(customerId, next));
          }}
        />
      )}
      <MoreButton more={tokens.more} />
      {token !== undefined && (
        <TokenDetail key={token.serial} {...props} token={token} onOpen={onOpen} />
      )}
    </section>
  );
}

interface TokenListProps {
  readonly tokens: readonly TokenSummary[];
  readonly chosen: string | undefined;
  readonly onChoose: (serial: string) => void;
}

/** One stop for Tab; arrows move, and what the arrow reaches is laid open. */
function TokenList({ tokens, chosen, onChoose }: TokenListProps): VNode {
  const say = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }, [chosen]);
  const move = (by: number): void => {
    const place = tokens.findIndex(({ serial }) => serial === chosen);
    const next = tokens[Math.min(Math.max(place + by, 0), tokens.length - 1)];
    if (next === undefined || next.serial === chosen) return;
    isMoving.current = true;
    onChoose(next.serial);
  };
  return (
    <div
      ref={list}
      class="token-list"
      role="listbox"
      aria-label={say("tokens")}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(by);
      }}
    >
      {tokens.map((token) => (
        <TokenRow
          key={token.serial}
          token={token}
          isChosen={token.serial === chosen}
          onChoose={() => {
            onChoose(token.serial);
          }}
        />
      ))}
    </div>
  );
}

interface TokenRowProps {
  readonly token: TokenSummary;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function TokenRow({ token, isChosen, onChoose }: TokenRowProps): VNode {
  const say = useTexts();
  const { serial, kind, state, subject, issuedAt } = token;
  return (
    <div
      class={state === "ended" ? "token-row token-row-over" : "token-row"}
      role="option"
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <strong>
        <GroupedNumber digits={serial} />
      </strong>
      <span>{say(`kind_${kind}`)}</span>
      <span class="quiet">{kind === "card" && <NumberText text={subject} />}</span>
      <span class="quiet">
        <MomentText at={issuedAt} />
      </span>
      <TokenStateWord state={state} />
    </div>
  );
}
