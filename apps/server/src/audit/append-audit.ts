/**
 * One event with every change, written in the change's own transaction: either both are there or neither. Events name
 * tokens by id and serial and carry no code, seed, password or full card number.
 */
import { sql } from "kysely";
import { markForAfterCommit } from "../platform/after-commit.ts";
import type { Tx } from "../platform/database.ts";

export interface Actor {
  readonly kind: "channel" | "staff" | "customer" | "device" | "system";
  /** Client id, staff user, customer id, device id or worker name. */
  readonly id: string;
  readonly branch?: string | null;
}

export interface AuditEvent {
  /** noun.verb-in-past: `token.issued`, `code.accepted`. */
  readonly type: string;
  readonly actor: Actor;
  readonly customerId?: string | null;
  readonly token?: { readonly id: number; readonly serial: string };
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** The request's reference, which finds its log lines. */
  readonly reference?: string;
}

/** Events of what never changes a token, a link, a device or a block; all others wait for the journal. */
const changesNothing =
  /^(code|alarm|audit|customers|customer|request|session|sessions|throttles|refusals|codes|approval|approvals|identity|receipt|key)\.|^tokens\.(searched|read|explained)$|^registration\.|\.refused$/;

/** All but accepted codes. @throws a database error for one of these: `appendAcceptedCode` */
export const appendAudit = async (
  tx: Tx,
  now: number,
  ...events: readonly AuditEvent[]
): Promise<void> => {
  if (events.length === 0) return;
  if (events.some(({ type }) => !changesNothing.test(type))) markForAfterCommit(tx);
  await tx
    .insertInto("audit_events")
    .values(events.map((event) => rowOf(event, now)))
    .execute();
};

/**
 * An accepted code, which its token's next one must name. The caller holds the token's counters.
 * @throws Error when the token has none
 */
export const appendAcceptedCode = async (
  tx: Tx,
  now: number,
  event: AuditEvent & { readonly token: { readonly id: number } },
): Promise<void> => {
  const row = rowOf(event, now);
  const { numAffectedRows } = await sql`
    with named as (
      update token_counters c set last_accepted_event = ${sql.raw(nextAuditId)}, version = c.version + 1
      from token_counters before
      where c.token_id = ${row.token_id} and before.token_id = c.token_id
      returning c.token_id, c.last_accepted_event as id, before.last_accepted_event as previous_id
    ), accepted as (
      select id, token_id, previous_id, ${row.at}::timestamptz as at, ${row.actor_kind}::text as actor_kind,
        ${row.actor}::text as actor, ${row.customer_id}::text as customer_id, ${row.serial}::text as serial,
        ${JSON.stringify(row.details)}::jsonb as details, ${row.reference}::text as reference
      from named
    )
    ${sql.raw(insertAcceptedCodesFrom("accepted"))}`.execute(tx);
  if (numAffectedRows !== 1n) throw new Error("an accepted code's token has no counters");
};

const rowOf = (event: AuditEvent, now: number) => ({
  at: new Date(now),
  type: event.type,
  actor_kind: event.actor.kind,
  actor: event.actor.id,
  branch: event.actor.branch ?? null,
  customer_id: event.customerId ?? null,
  token_id: event.token?.id ?? null,
  serial: event.token?.serial ?? null,
  details: event.details ?? {},
  reference: event.reference ?? null,
});

/**
 * The same for a statement that stores many accepted codes at once: takes their events from a relation that has these very
 * columns, so that they are stored with the changes or not at all. `id` comes from `nextAuditId` and goes into the
 * token's counters; `previous_id` comes from there.
 */
export const insertAcceptedCodesFrom = (relation: string): string => `
  insert into audit_events (id, at, type, actor_kind, actor, customer_id, token_id, serial, details, reference, previous_id)
    overriding system value
  select id, at, 'code.accepted', actor_kind, actor, customer_id, token_id, serial, details, reference, previous_id
  from ${relation}`;

/** SQL for the next event's id; the identity column's own sequence, owned by the table's owner. */
export const nextAuditId = "nextval('audit_events_id_seq')";
