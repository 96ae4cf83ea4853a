/** Tokens and origins whose guesses must wait. */
import { listThrottles, type RouteOutput } from "@ramznama/contract";
import { channelText } from "@ramznama/persian";
import type { VNode } from "preact";
import { useConsole, useLanguage, useTexts } from "../app/console-context.ts";
import { pathOfCustomer } from "../app/router.ts";
import { usePages } from "../app/use-pages.ts";
import { useQuietRefresh } from "../app/use-quiet-refresh.ts";
import { DataTable } from "../parts/data-table.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { LocalLink } from "../parts/local-link.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";

type Throttles = RouteOutput<typeof listThrottles>;

export function ThrottlesPart(): VNode {
  const { client } = useConsole();
  const say = useTexts();
  const tokens = usePages(
    "tokens",
    (after) => client.call(listThrottles, { query: { after } }),
    ({ tokens: rows }) => rows,
  );
  const origins = tokens.first?.origins;
  useQuietRefresh(tokens.reload);
  return (
    <>
      <h2>{say("throttledTokens")}</h2>
      <FailureNote failure={tokens.failure} onRetry={() => void tokens.reload()} />
      {tokens.rows === undefined && tokens.isLoading && <p class="quiet">{say("loading")}</p>}
      {tokens.rows?.length === 0 && <p class="quiet">{say("noThrottledTokens")}</p>}
      {tokens.rows !== undefined && tokens.rows.length > 0 && <TokenTable rows={tokens.rows} />}
      <MoreButton more={tokens.more} />
      <h2>{say("throttledOrigins")}</h2>
      {origins?.length === 0 && <p class="quiet">{say("noThrottledOrigins")}</p>}
      {origins !== undefined && origins.length > 0 && <OriginTable rows={origins} />}
    </>
  );
}

function TokenTable({ rows }: { readonly rows: readonly Throttles["tokens"][number][] }): VNode {
  const say = useTexts();
  return (
    <DataTable
      caption={say("throttledTokens")}
      rows={rows}
      keyOf={({ serial }) => serial}
      columns={[
        {
          name: say("serial"),
          cell: ({ serial, customerId }) => (
            <LocalLink to={pathOfCustomer(customerId, serial)}>
              <GroupedNumber digits={serial} />
            </LocalLink>
          ),
        },
        { name: say("subject"), cell: ({ subject }) => <bdi>{subject}</bdi> },
        { name: say("failuresToday"), kind: "number", cell: (row) => row.failuresToday },
        { name: say("failuresInYear"), kind: "number", cell: (row) => row.failuresInYear },
        { name: say("lastFailure"), cell: (row) => <MomentText at={row.lastFailureAt} /> },
        { name: say("waitsUntil"), cell: (row) => <WaitsUntil at={row.waitsUntil} /> },
        {
          name: say("declaresOnly"),
          cell: (row) => say(row.declaresOnly ? "yes" : "no"),
        },
      ]}
    />
  );
}

function OriginTable({ rows }: { readonly rows: readonly Throttles["origins"][number][] }): VNode {
  const say = useTexts();
  const language = useLanguage();
  return (
    <DataTable
      caption={say("throttledOrigins")}
      rows={rows}
      keyOf={({ channel, origin }) => JSON.stringify([channel, origin])}
      columns={[
        { name: say("channel"), cell: ({ channel }) => channelText(channel, language) ?? channel },
        {
          name: say("origin"),
          cell: ({ origin }) => {
            if (origin === null) return say("originNone");
            return origin === "" ? say("originWhole") : <NumberText text={origin} />;
          },
        },
        { name: say("refusals"), kind: "number", cell: ({ refusals }) => refusals },
        { name: say("waitsUntil"), cell: (row) => <WaitsUntil at={row.waitsUntil} /> },
      ]}
    />
  );
}

function WaitsUntil({ at }: { readonly at: string | null }): VNode {
  const say = useTexts();
  return at === null ? <span class="quiet">{say("waitsNot")}</span> : <MomentText at={at} />;
}
