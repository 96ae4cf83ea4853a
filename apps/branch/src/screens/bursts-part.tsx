/** Where refused codes come in bursts: by card, channel, origin or branch. */
import { burstKeys, listRefusalBursts, type RouteOutput } from "@ramznama/contract";
import { channelText } from "@ramznama/persian";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useConsole, useLanguage, useTexts } from "../app/console-context.ts";
import { pathOfCustomer } from "../app/router.ts";
import { useAnswer } from "../app/use-answer.ts";
import { useQuietRefresh } from "../app/use-quiet-refresh.ts";
import { Choice } from "../parts/choice.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { LocalLink } from "../parts/local-link.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";
import { HoursChoice, type Hours } from "./hours-choice.tsx";

type BurstKey = (typeof burstKeys)[number];
type Burst = RouteOutput<typeof listRefusalBursts>["bursts"][number];

export function BurstsPart(): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const [by, setBy] = useState<BurstKey>("subject");
  const [hours, setHours] = useState<Hours>(24);
  const bursts = useAnswer(`${by} ${hours}`, () =>
    client.call(listRefusalBursts, { query: { by, hours } }),
  );
  useQuietRefresh(bursts.reload);
  const rows = bursts.value?.bursts;
  return (
    <>
      <div class="filters">
        <Choice
          name="by"
          label={say("burstsBy")}
          options={burstKeys.map((key) => [key, say(`by_${key}`)] as const)}
          value={by}
          onChoose={setBy}
        />
        <HoursChoice hours={hours} onChoose={setHours} />
      </div>
      <FailureNote failure={bursts.failure} onRetry={() => void bursts.reload()} />
      {rows === undefined && bursts.isLoading && <p class="quiet">{say("loading")}</p>}
      {rows?.length === 0 && <p class="quiet">{say("noBursts")}</p>}
      {rows !== undefined && rows.length > 0 && <BurstTable rows={rows} by={by} />}
    </>
  );
}

function BurstTable({
  rows,
  by,
}: {
  readonly rows: readonly Burst[];
  readonly by: BurstKey;
}): VNode {
  const say = useTexts();
  const language = useLanguage();
  const most = Math.max(...rows.map(({ count }) => count));
  return (
    <DataTable
      caption={say("watchBursts")}
      rows={rows}
      keyOf={({ key, channel }) => `${key} ${channel ?? ""}`}
      columns={[
        { name: say(`by_${by}`), cell: (burst) => <BurstKeyText burst={burst} by={by} /> },
        ...(by === "origin"
          ? [
              {
                name: say("channel"),
                cell: ({ channel }: Burst) =>
                  channel === null ? "" : (channelText(channel, language) ?? channel),
              },
            ]
          : []),
        {
          name: say("count"),
          kind: "number" as const,
          cell: ({ count }) => (
            <span class="measure">
              <meter aria-label={say("count")} min={0} max={most} value={count} />
              {count}
            </span>
          ),
        },
        { name: say("firstAt"), cell: ({ firstAt }) => <MomentText at={firstAt} /> },
        { name: say("lastAt"), cell: ({ lastAt }) => <MomentText at={lastAt} /> },
      ]}
    />
  );
}

/** A token is named by its serial; a subject without one by the digest that groups it. */
function BurstKeyText({ burst, by }: { readonly burst: Burst; readonly by: BurstKey }): VNode {
  const say = useTexts();
  const language = useLanguage();
  const { key, serial, customerId } = burst;
  if (serial !== null && customerId !== null) {
    return (
      <LocalLink to={pathOfCustomer(customerId, serial)}>
        <GroupedNumber digits={serial} />
      </LocalLink>
    );
  }
  if (by === "channel") return <>{channelText(key, language) ?? key}</>;
  if (by !== "subject") return <NumberText text={key} />;
  return (
    <span>
      {say("unknownSubject")} <span class="quiet latin small">{key.slice(0, 8)}</span>
    </span>
  );
}
