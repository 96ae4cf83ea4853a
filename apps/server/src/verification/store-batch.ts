/**
 * What a batch decided, in one statement: the step of each accepted code, the answer for its reference, the audit event.
 * The compare-and-set on the version is the guard behind "accepted once": where anything about the token has moved since
 * it was loaded (another code, a failure, a revocation, a link), nothing is stored and the question is asked anew.
 */
import type { VerificationResponse } from "@ramznama/contract";
import type pg from "pg";
import { insertAuditFrom, type AuditEvent } from "../audit/index.ts";

export interface AcceptedCode {
  readonly tokenId: number;
  /** As loaded; the token has not moved while it is the same. */
  readonly version: number;
  readonly step: number;
  readonly channel: string;
  readonly transactionReference: string;
  readonly contentDigest: Uint8Array;
  readonly answer: VerificationResponse;
  readonly event: AuditEvent;
}

const text = `
  with decided as materialized (
    select *, $1::timestamptz as at
    from unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bytea[],
        $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
      as decided (ord, token_id, version, step, channel, transaction_reference, content_digest,
        answer, serial, customer_id, details, reference)
  ), stored as (
    update token_counters c
    set last_accepted_step = d.step, version = c.version + 1
    from decided d
    where c.token_id = d.token_id and c.version = d.version
    returning d.*
  ), answered as (
    insert into verifications (channel, transaction_reference, content_digest, answer, at)
    select channel, transaction_reference, content_digest, answer::jsonb, at from stored
  ), told as (${insertAuditFrom(`(
    select at, 'code.accepted' as type, 'channel' as actor_kind, channel as actor, customer_id, token_id, serial,
      details::jsonb as details, reference from stored) as accepted`)}
  )
  select ord from stored`;

/**
 * Stores what can be stored, in the order of the tokens' ids, so that two servers wait for one another and do not
 * deadlock. Returns for each code whether it was stored.
 * @param now milliseconds since the Unix epoch
 * @throws a database error when a reference was answered elsewhere meanwhile; then nothing of the batch is stored
 */
export const storeBatch = async (
  pool: pg.Pool,
  codes: readonly AcceptedCode[],
  now: number,
): Promise<readonly boolean[]> => {
  const stored = codes.map(() => false);
  if (codes.length === 0) return stored;
  const order = codes.map((_, index) => index);
  order.sort((left, right) => (codes[left]?.tokenId ?? 0) - (codes[right]?.tokenId ?? 0));
  const sorted = order.flatMap((index) => codes[index] ?? []);
  const { rows } = await pool.query<{ ord: number }>({
    name: "verification-store",
    text,
    values: [
      new Date(now),
      order,
      sorted.map((code) => code.tokenId),
      sorted.map((code) => code.version),
      sorted.map((code) => code.step),
      sorted.map((code) => code.channel),
      sorted.map((code) => code.transactionReference),
      sorted.map((code) => code.contentDigest),
      sorted.map((code) => JSON.stringify(code.answer)),
      sorted.map((code) => code.event.token?.serial ?? null),
      sorted.map((code) => code.event.customerId ?? null),
      sorted.map((code) => JSON.stringify(code.event.details ?? {})),
      sorted.map((code) => code.event.reference ?? null),
    ],
  });
  for (const { ord } of rows) stored[ord] = true;
  return stored;
};
