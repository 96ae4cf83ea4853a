/**
 * One event with every change, written in the change's own transaction: either both are there or neither. Events name
 * tokens by id and serial and carry no code, seed, password or full card number.
 */
import { markForAfterCommit } from "../platform/after-commit.ts";
import type { Tx } from "../platform/database.ts";

export interface Actor {
  readonly kind: "channel" | "staff" | "device" | "system";
  /** Client id, staff user, device id or worker name. */
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
  /^(code|alarm|audit|customers|customer|request|session|sessions|throttles|refusals|codes|approval|approvals|identity|receipt)\.|^tokens\.(searched|read|explained)$|^registration\.|\.refused$/;

export const appendAudit = async (
  tx: Tx,
  now: number,
  ...events: readonly AuditEvent[]
): Promise<void> => {
  if (events.length === 0) return;
  if (events.some(({ type }) => !changesNothing.test(type))) markForAfterCommit(tx);
  await tx
    .insertInto("audit_events")
    .values(
      events.map((event) => ({
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
      })),
    )
    .execute();
};

/**
 * The same for a statement that stores many changes at once: takes the events from a relation that has these very
 * columns, so that they are stored with the changes or not at all.
 */
export const insertAuditFrom = (relation: string): string => `
  insert into audit_events (at, type, actor_kind, actor, customer_id, token_id, serial, details, reference)
  select at, type, actor_kind, actor, customer_id, token_id, serial, details, reference from ${relation}`;
