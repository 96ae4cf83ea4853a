/** The auditor's reading; that somebody read is an event too. */
import { exportAuditEvents, listAuditEvents } from "@ramznama/contract";
import type { Clock } from "../platform/clock.ts";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { transaction, type Database } from "../platform/database.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { actorOf } from "./actor.ts";
import { appendAudit } from "./append-audit.ts";
import { exportFormats, writeEvents } from "./export-events.ts";
import {
  describeEvent,
  describeFilter,
  findEvents,
  prepareSearch,
  type EventFilter,
} from "./find-events.ts";

interface AuditContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: { readonly cardPrefix: string };
}

export const auditRoutes =
  ({ database, clock, policy }: AuditContext): RegisterRoutes =>
  (serve) => {
    // What is looked for stands in the event of the look.
    const assertStorable = ({ actor, branch, customerId }: EventFilter): void => {
      assertNoCardNumber(policy.cardPrefix, { actor, branch, customerId });
    };

    serve(listAuditEvents, ({ caller, query, reference }) => {
      assertStorable(query);
      return transaction(database, async (tx) => {
        const { after, limit } = query;
        const beyondId = after === undefined ? undefined : Number(after);
        const rows = await findEvents(tx, await prepareSearch(tx, query), {
          now: clock.now(),
          order: "desc",
          beyondId,
          limit,
        });
        const events = rows.map(describeEvent);
        await appendAudit(tx, clock.now(), {
          type: "audit.read",
          actor: actorOf(caller),
          customerId: query.customerId ?? null,
          details: { count: events.length, ...describeFilter(query), after: after ?? null },
          reference,
        });
        const last = events.at(-1);
        return { events, next: events.length === limit ? (last?.id ?? null) : null };
      });
    });

    serve(exportAuditEvents, async ({ caller, query, reference }) => {
      assertStorable(query);
      const format = exportFormats[query.format];
      // First, and whatever becomes of the file: who began to take events away is known.
      await transaction(database, (tx) =>
        appendAudit(tx, clock.now(), {
          type: "audit.exported",
          actor: actorOf(caller),
          customerId: query.customerId ?? null,
          details: { format: query.format, ...describeFilter(query) },
          reference,
        }),
      );
      return {
        contentType: format.contentType,
        fileName: `audit-events-${reference}.${query.format}`,
        chunks: writeEvents(database, query, format, clock.now()),
      };
    });
  };
