/** How many codes come in by the hour, as a chart and as the same figures in a table. */
import { countCodes } from "@ramznama/contract";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAnswer } from "../app/use-answer.ts";
import { useQuietRefresh } from "../app/use-quiet-refresh.ts";
import { DataTable } from "../parts/data-table.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { CodesChart, totalsOf } from "./codes-chart.tsx";
import { HoursChoice, type Hours } from "./hours-choice.tsx";

export function CodesPart(): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const [hours, setHours] = useState<Hours>(24);
  const counts = useAnswer(String(hours), () => client.call(countCodes, { query: { hours } }));
  useQuietRefresh(counts.reload);
  const rows = counts.value?.hours;
  const isEmpty = rows?.every(
    ({ accepted, refused, throttled }) => accepted + refused + throttled === 0,
  );
  return (
    <>
      <div class="filters">
        <HoursChoice hours={hours} onChoose={setHours} fromDays />
      </div>
      <FailureNote failure={counts.failure} onRetry={() => void counts.reload()} />
      {rows === undefined && counts.isLoading && <p class="quiet">{say("loading")}</p>}
      {isEmpty && <p class="quiet">{say("noCodes")}</p>}
      {rows !== undefined && !isEmpty && (
        <>
          <h2>{say("chartTitle")}</h2>
          <p>{say("chartTotal", totalsOf(rows))}</p>
          <CodesChart hours={rows} />
          <details>
            <summary>{say("chartTable")}</summary>
            <DataTable
              caption={say("chartTitle")}
              rows={rows.toReversed()}
              keyOf={({ from }) => from}
              columns={[
                { name: say("hour"), cell: ({ from }) => <MomentText at={from} /> },
                { name: say("accepted"), kind: "number", cell: ({ accepted }) => accepted },
                { name: say("refused"), kind: "number", cell: ({ refused }) => refused },
                { name: say("throttled"), kind: "number", cell: ({ throttled }) => throttled },
              ]}
            />
          </details>
        </>
      )}
    </>
  );
}
