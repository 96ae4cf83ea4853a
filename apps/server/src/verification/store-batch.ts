/**
 * What a batch decided, in one statement: the step of each accepted code, the answer for its reference, the audit event;
 * the failure of each guess, before the next one at its token is looked at.
 * The compare-and-set on the version is the guard behind "accepted once": where anything about the token has moved since
 * it was loaded (another code, a failure, a revocation, a link), nothing is stored and the question is asked anew.
 */
import type pg from "pg";
import { insertAcceptedCodesFrom, nextAuditId } from "../audit/index.ts";
import { byteaArray, int8Array, textArray } from "../platform/binary-array.ts";
import { secondsOf } from "../platform/clock.ts";
import type { TokenRow } from "../tokens/index.ts";
import { yearInSeconds } from "./decide-throttle.ts";
import type { LoadedCounters } from "./load-batch.ts";
import type { CodeDetails, VerificationCall } from "./verification-events.ts";

/** A code that was looked at: accepted at a step, or a guess that failed. Either is stored before anybody hears of it. */
export interface LookedAtCode {
  readonly call: VerificationCall;
  readonly verificationId: string;
  readonly contentDigest: Uint8Array;
  readonly token: Pick<TokenRow, "id" | "customer_id">;
  /** As loaded; nothing about the token has moved while its version is the same. */
  readonly counters: LoadedCounters;
  readonly outcome:
    | {
        readonly accepted: true;
        readonly step: number;
        /** Of its event in the audit. */
        readonly details: CodeDetails;
      }
    | { readonly accepted: false };
}

const none = -1;

const text = `
  with decided as materialized (
    select token_id, place::tid as place, version, nullif(step, ${none}) as step, channel,
      transaction_reference, content_digest, verification_id, customer_id, details, reference, previous_id
    from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bytea[],
        $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[])
      as decided (token_id, place, version, step, channel, transaction_reference, content_digest,
        verification_id, customer_id, details, reference, previous_id)
  ), stored as (
    update token_counters c
    set version = c.version + 1,
      last_accepted_step = coalesce(d.step, c.last_accepted_step),
      last_accepted_event = case when d.step is not null then ${nextAuditId} else c.last_accepted_event end,
      failure_seconds = case when d.step is not null then c.failure_seconds else
        array(select at from unnest(c.failure_seconds) as at where at > $15::bigint - ${yearInSeconds}) || $15::bigint end
    from decided d
    where c.ctid = d.place and c.token_id = d.token_id and c.version = d.version
      and (select max(floor_second) from recoveries) is not distinct from $14::bigint
    returning d.*, c.serial, c.last_accepted_event as event_id
  ), answered as (
    insert into verifications (channel, transaction_reference, content_digest, answer, at)
    select channel, transaction_reference, content_digest,
      jsonb_build_object('outcome', 'accepted', 'verificationId', verification_id), $1
    from stored where step is not null
  ), told as (${insertAcceptedCodesFrom(`(
    select event_id as id, $1::timestamptz as at, 'channel' as actor_kind, channel as actor, customer_id,
      token_id, serial, reference, details::jsonb as details, previous_id
    from stored where step is not null) as accepted`)}
  )
  select verification_id from stored`;

/**
 * Stores what can be stored, in the order of the tokens' ids, so that two servers wait for one another and do not
 * deadlock. Returns the verifications for which it was.
 * @param now milliseconds since the Unix epoch
 * @param floorSecond the floor the codes were decided by: after a recovery in between nothing is stored
 * @throws a database error when a reference was answered elsewhere meanwhile; then nothing of the batch is stored
 */
export const storeBatch = async (
  pool: pg.Pool,
  codes: readonly LookedAtCode[],
  { now, floorSecond }: { readonly now: number; readonly floorSecond: number | null },
): Promise<ReadonlySet<string>> => {
  if (codes.length === 0) return new Set();
  const sorted = codes.toSorted((left, right) => left.token.id - right.token.id);
  const { rows } = await pool.query<{ verification_id: string }>({
    name: "verification-store",
    text,
    values: [
      new Date(now),
      int8Array(sorted.map((code) => code.token.id)),
      textArray(sorted.map((code) => code.counters.place)),
      int8Array(sorted.map((code) => code.counters.version)),
      int8Array(sorted.map(({ outcome }) => (outcome.accepted ? outcome.step : none))),
      textArray(sorted.map((code) => code.call.channel)),
      textArray(sorted.map((code) => code.call.request.transactionReference)),
      byteaArray(sorted.map((code) => code.contentDigest)),
      textArray(sorted.map((code) => code.verificationId)),
      textArray(sorted.map((code) => code.token.customer_id)),
      textArray(sorted.map(detailsOf)),
      textArray(sorted.map((code) => code.call.reference)),
      int8Array(sorted.map(({ counters }) => counters.lastAcceptedEvent)),
      floorSecond,
      secondsOf(now),
    ],
  });
  return new Set(rows.map((row) => row.verification_id));
};

const detailsOf = ({ outcome }: LookedAtCode): string | null =>
  outcome.accepted ? JSON.stringify(outcome.details) : null;
