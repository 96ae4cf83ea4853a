/**
 * `requestReference`: an ATM that timed out or a double click asks again with the same reference and gets the same
 * answer, without the act being done twice (api.md). Refusals are not remembered: their cause may have passed.
 */
import { timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Caller } from "../platform/identity.ts";
import type { Keyring } from "../keys/index.ts";

export interface OnceContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly policy: { readonly cardPrefix: string };
}

export interface OnceRequest {
  /** Who asks: references of different callers do not meet. */
  readonly actor: string;
  readonly reference: string;
  /** Route and content; compared as a keyed digest, never stored. */
  readonly content: unknown;
}

/** Callers as references know them: a channel and a person never meet, even under one name. */
export const requesterOf = (caller: Caller): string =>
  caller.kind === "staff" ? `staff:${caller.user}` : `channel:${caller.clientId}`;

/**
 * @param prepare what must be asked elsewhere (core banking) before the transaction; not called for a repetition
 * @param act the change itself; its answer is stored with it
 * @throws RamznamaError `reference_reused` when the reference came with other content
 */
export const answerOnce = async <P, A>(
  context: OnceContext,
  request: OnceRequest,
  prepare: () => Promise<P>,
  act: (tx: Tx, prepared: P) => Promise<A>,
): Promise<A> => {
  assertNoCardNumber(context.policy.cardPrefix, { requestReference: request.reference });
  const digest = context.keyring.digest("content", JSON.stringify(request.content));
  const before = await loadAnswer<A>(context.database, request, digest);
  if (before !== undefined) return before.answer;
  const prepared = await prepare();
  return transaction(context.database, async (tx) => {
    const claimed = await claim(tx, request, digest, new Date(context.clock.now()));
    if (!claimed) {
      const other = await loadAnswer<A>(tx, request, digest);
      if (other === undefined) throw new RamznamaError("temporarily_unavailable");
      return other.answer;
    }
    const answer = await act(tx, prepared);
    await tx
      .updateTable("request_references")
      .set({ answer: sql`${JSON.stringify(answer)}::jsonb` })
      .where("actor", "=", request.actor)
      .where("reference", "=", request.reference)
      .execute();
    return answer;
  });
};

/** Two at once: the second waits here until the first has committed, and then finds its answer. */
const claim = async (
  tx: Tx,
  request: OnceRequest,
  digest: Uint8Array,
  at: Date,
): Promise<boolean> => {
  const row = await tx
    .insertInto("request_references")
    .values({
      actor: request.actor,
      reference: request.reference,
      content_digest: digest,
      answer: sql`'null'::jsonb`,
      at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("reference")
    .executeTakeFirst();
  return row !== undefined;
};

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it stored
const loadAnswer = async <A>(
  database: Database | Tx,
  request: OnceRequest,
  digest: Uint8Array,
): Promise<{ answer: A } | undefined> => {
  const row = await database
    .selectFrom("request_references")
    .select(["content_digest", "answer"])
    .where("actor", "=", request.actor)
    .where("reference", "=", request.reference)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (!timingSafeEqual(row.content_digest, digest)) throw new RamznamaError("reference_reused");
  // The answer was stored by this very act for this very content.
  return { answer: row.answer as A };
};
