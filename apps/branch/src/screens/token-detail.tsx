/** One token laid open. */
import { explainToken, type TokenSummary } from "@ramznama/contract";
import { causeText, channelText } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { OpenDialog } from "../acts/open-dialog.ts";
import { useConsole, useLanguage, useTexts } from "../app/console-context.ts";
import { useAnswer } from "../app/use-answer.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";
import { TokenStateWord } from "../parts/state-word.tsx";
import { FindingList } from "./finding-list.tsx";
import { PendingApprovals, type SharedProps } from "./pending-approvals.tsx";
import { TokenActs } from "./token-acts.tsx";
import { TokenHistory } from "./token-history.tsx";

export interface TokenDetailProps extends SharedProps {
  readonly token: TokenSummary;
  readonly mayAct: boolean;
  readonly version: number;
  readonly onOpen: (open: OpenDialog) => void;
}

export function TokenDetail(props: TokenDetailProps): VNode {
  const { token, mayAct, version, onOpen } = props;
  const say = useTexts();
  const { client } = useConsole();
  const { serial } = token;
  const explained = useAnswer(serial, () => client.call(explainToken, { params: { serial } }));
  useEffect(() => {
    if (version > 0) void explained.reload();
  }, [version]);
  return (
    <section class="token" aria-labelledby="token-heading">
      <header class="token-head">
        <h2 id="token-heading">
          <GroupedNumber digits={serial} />
        </h2>
        <span>{say(`kind_${token.kind}`)}</span>
        <TokenStateWord state={token.state} />
      </header>
      {mayAct && <TokenActs token={token} onOpen={onOpen} />}
      <div class="token-columns">
        <div>
          <h3>{say("why")}</h3>
          <FailureNote failure={explained.failure} onRetry={() => void explained.reload()} />
          {explained.value === undefined ? (
            explained.isLoading && <p class="quiet">{say("loading")}</p>
          ) : (
            <FindingList findings={explained.value.findings} />
          )}
          <PendingApprovals {...props} kinds={["account-links"]} serial={serial} />
          {token.kind === "account-gateway" && <LinkList token={token} />}
          <TokenFacts token={token} />
        </div>
        <div>
          <h3>{say("history")}</h3>
          {explained.value !== undefined && <TokenHistory events={explained.value.events} />}
        </div>
      </div>
    </section>
  );
}

function LinkList({ token: { links } }: { readonly token: TokenSummary }): VNode {
  const say = useTexts();
  return (
    <>
      <h3>{say("links")}</h3>
      {links.length === 0 ? (
        <p class="quiet">{say("noLinks")}</p>
      ) : (
        <ul class="links">
          {links.map(({ purpose, subject, linkedAt }) => (
            <li key={`${purpose} ${subject}`}>
              <span>{say(`purpose_${purpose}`)}</span>
              <NumberText text={subject} />
              <span class="quiet small">
                <MomentText at={linkedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function TokenFacts({ token }: { readonly token: TokenSummary }): VNode {
  const say = useTexts();
  const language = useLanguage();
  const { issuedAt, issuedBy, branch, activatedAt, endedAt, stateReason, platform } = token;
  return (
    <dl class="facts facts-token">
      <dt>{say("issued")}</dt>
      <dd>
        <MomentText at={issuedAt} /> · <bdi>{channelText(issuedBy, language) ?? issuedBy}</bdi>
        {branch !== null && ` · ${say("branch", { branch })}`}
      </dd>
      {activatedAt !== null && (
        <>
          <dt>{say("activated")}</dt>
          <dd>
            <MomentText at={activatedAt} />
            {platform !== null && ` · ${say(`platform_${platform}`)}`}
          </dd>
        </>
      )}
      {endedAt !== null && (
        <>
          <dt>{say("ended")}</dt>
          <dd>
            <MomentText at={endedAt} />
          </dd>
        </>
      )}
      {stateReason !== null && (
        <>
          <dt>{say("reason")}</dt>
          <dd>{causeText(stateReason, language) ?? <bdi>{stateReason}</bdi>}</dd>
        </>
      )}
      {token.manufacturerSerial !== null && (
        <>
          <dt>{say("makersNumber")}</dt>
          <dd>
            <NumberText text={token.manufacturerSerial} />
          </dd>
        </>
      )}
      {token.provenance === "imported" && (
        <>
          <dt>{say("provenance")}</dt>
          <dd>{say("imported")}</dd>
        </>
      )}
    </dl>
  );
}
