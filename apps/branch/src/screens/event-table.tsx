/** Events as they were recorded, with branch and person on each; the details open in their row. */
import type { listAuditEvents, RouteOutput } from "@ramznama/contract";
import type { VNode } from "preact";
import { useLanguage, useTexts } from "../app/console-context.ts";
import { describeActor, describeEventType } from "../app/describe-event.ts";
import { DataTable } from "../parts/data-table.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";

export type AuditEvent = RouteOutput<typeof listAuditEvents>["events"][number];

export function EventTable({ events }: { readonly events: readonly AuditEvent[] }): VNode {
  const say = useTexts();
  const language = useLanguage();
  return (
    <DataTable
      caption={say("events")}
      rows={events}
      keyOf={({ id }) => id}
      columns={[
        { name: say("time"), cell: ({ at }) => <MomentText at={at} /> },
        {
          name: say("event"),
          cell: ({ type }) => (
            <>
              {describeEventType(type, language)}
              <small class="quiet">
                <bdi class="latin">{type}</bdi>
              </small>
            </>
          ),
        },
        { name: say("eventActor"), cell: (event) => <bdi>{describeActor(event, language)}</bdi> },
        {
          name: say("eventCustomer"),
          cell: ({ customerId }) => customerId !== null && <NumberText text={customerId} />,
        },
        {
          name: say("serial"),
          cell: ({ serial }) => serial !== null && <GroupedNumber digits={serial} />,
        },
        { name: say("details"), kind: "wide", cell: (event) => <Details event={event} /> },
      ]}
    />
  );
}

function Details({ event }: { readonly event: AuditEvent }): VNode | null {
  const say = useTexts();
  const { details, reference } = event;
  const known = Object.entries(details).filter(([, value]) => value !== null);
  const all = reference === null ? known : [...known, ["reference", reference] as const];
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{say("details")}</summary>
      <dl class="details" dir="ltr">
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
