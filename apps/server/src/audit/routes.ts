/** The auditor's reading; that somebody read is an event too. */
import { listAuditEvents } from "@ramznama/contract";
import { sql } from "kysely";
import type { Clock } from "../platform/clock.ts";
import { rfc3339 } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { actorOf } from "./actor.ts";
import { appendAudit } from "./append-audit.ts";

interface AuditContext {
  readonly database: Database;
  readonly clock: Clock;
}

interface EventFilter {
  readonly type?: string | undefined;
  readonly customerId?: string | undefined;
  readonly serial?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export const auditRoutes =
  ({ database, clock }: AuditContext): RegisterRoutes =>
  (serve) => {
    serve(listAuditEvents, ({ caller, query, reference }) =>
      transaction(database, async (tx) => {
        const events = await loadEvents(tx, query);
        await appendAudit(tx, clock.now(), {
          type: "audit.read",
          actor: actorOf(caller),
          customerId: query.customerId ?? null,
          details: {
            count: events.length,
            type: query.type ?? null,
            serial: query.serial ?? null,
            after: query.after ?? null,
          },
          reference,
        });
        const last = events.at(-1);
        return { events, next: events.length === query.limit ? (last?.id ?? null) : null };
      }),
    );
  };

/** Events of a token are found by its id alone, the many events about codes among them (tables.ts). */
const ofCustomer = (customerId: string) => sql<boolean>`(
  token_id in (select id from tokens where customer_id = ${customerId})
  or (token_id is null and customer_id = ${customerId}))`;

const tokenIdOf = (serial: string) => sql<number>`(select id from tokens where serial = ${serial})`;

const loadEvents = async (tx: Tx, filter: EventFilter) => {
  const rows = await tx
    .selectFrom("audit_events")
    .selectAll()
    .$if(filter.type !== undefined, (q) => q.where("type", "=", filter.type ?? ""))
    .$if(filter.customerId !== undefined, (q) => q.where(ofCustomer(filter.customerId ?? "")))
    .$if(filter.serial !== undefined, (q) =>
      q.where("token_id", "=", tokenIdOf(filter.serial ?? "")),
    )
    .$if(filter.after !== undefined, (q) => q.where("id", "<", Number(filter.after)))
    .orderBy("id", "desc")
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({
    id: String(row.id),
    at: rfc3339(row.at),
    type: row.type,
    actorKind: row.actor_kind,
    actor: row.actor,
    branch: row.branch,
    customerId: row.customer_id,
    serial: row.serial,
    details: row.details,
    reference: row.reference,
  }));
};
