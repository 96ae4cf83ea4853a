/**
 * Everything the plain verifications of a batch are decided by, in one SELECT: the answer a reference may have already,
 * the subject's tokens with their counters, the origin's refusals. Nothing is locked: what is stored later is stored
 * only where the token has not moved since (store-batch.ts). Each row is found by its key: the lanes' sessions have no
 * other way (verifier.ts).
 */
import type { VerificationResponse } from "@ramznama/contract";
import type pg from "pg";
import { byteaArray, textArray } from "../platform/binary-array.ts";
import { raiseToFloor } from "../recovery/index.ts";
import { parseShortProfile, type TokenProfile } from "../tokens/index.ts";
import type { OriginCount } from "./decide-throttle.ts";
import type { VerificationCall } from "./verification-events.ts";

export interface BatchQuestion {
  readonly call: VerificationCall;
  /** Digest of purpose and subject (subjectKeyOf). */
  readonly subjectKey: Buffer;
}

export interface LoadedToken {
  readonly id: number;
  readonly customer_id: string;
  /** Core banking named the customer as owner within the last day. */
  readonly ownershipIsFresh: boolean;
  /** Undefined unless the token is active and of the bank's own kind. */
  readonly plain: PlainToken | undefined;
}

export interface PlainToken {
  readonly profile: TokenProfile;
  readonly sealed_seed: Uint8Array;
  readonly counters: LoadedCounters;
}

export interface LoadedCounters {
  /** Where the row lies (ctid): found there again without its index, or not at all when it has moved since. */
  readonly place: string;
  /** Rises with every change of the counters, the token and its links. */
  readonly version: number;
  readonly lastAcceptedStep: number | null;
  readonly failureSeconds: readonly number[];
  /** 0: there is none. */
  readonly lastAcceptedEvent: number;
}

export interface RememberedAnswer {
  readonly contentDigest: Uint8Array;
  readonly answer: VerificationResponse | null;
  readonly isPastItsTime: boolean;
}

export interface LoadedQuestion {
  readonly remembered: RememberedAnswer | undefined;
  readonly tokens: readonly LoadedToken[];
  readonly origin: OriginCount | undefined;
}

interface Row {
  ord: number;
  content_digest: Uint8Array | null;
  answer: VerificationResponse | null;
  is_past_its_time: boolean | null;
  token_id: number | null;
  works: boolean | null;
  customer_id: string;
  ownership_is_fresh: boolean;
  profile: string | null;
  sealed_seed: Uint8Array | null;
  place: string;
  version: number;
  last_accepted_step: number | null;
  failure_seconds: number[];
  last_accepted_event: number;
  origin_hour_began_at: number | null;
  origin_count: number | null;
  floor_second: number | null;
}

const text = `
  select q.ord::int, v.content_digest, v.answer, v.at <= $6 as is_past_its_time,
    l.token_id, l.customer_id, l.ownership_seen_at >= $5 as ownership_is_fresh,
    c.works, c.profile, c.sealed_seed, c.ctid as place, c.version, c.last_accepted_step, c.failure_seconds,
    c.last_accepted_event, extract(epoch from o.hour_began_at)::bigint as origin_hour_began_at, o.count as origin_count,
    (select max(floor_second) from recoveries) as floor_second
  from unnest($1::bytea[], $2::text[], $3::text[], $4::text[]) with ordinality
    as q (subject_key, channel, transaction_reference, origin, ord)
  left join verifications v on v.channel = q.channel and v.transaction_reference = q.transaction_reference
  left join links l on l.subject_key = q.subject_key and l.ended_at is null
  left join token_counters c on c.token_id = l.token_id
  left join origin_refusals o on o.channel = q.channel and o.origin = q.origin`;

export interface Horizons {
  /** Core banking's word is old before this moment. */
  readonly ownershipHoldsSince: Date;
  /** A reference is free again when it was answered at or before this moment. */
  readonly referenceHoldsSince: Date;
}

export interface LoadedBatch {
  /** In the order of the questions. */
  readonly questions: readonly LoadedQuestion[];
  /** The acceptance floor all of them were loaded with; null: there was no recovery. */
  readonly floorSecond: number | null;
}

export const loadBatch = async (
  pool: pg.Pool,
  questions: readonly BatchQuestion[],
  horizons: Horizons,
): Promise<LoadedBatch> => {
  const { rows } = await pool.query<Row>({
    name: "verification-load",
    text,
    values: [
      byteaArray(questions.map((one) => one.subjectKey)),
      textArray(questions.map(({ call }) => call.channel)),
      textArray(questions.map(({ call }) => call.request.transactionReference)),
      textArray(questions.map(({ call }) => call.request.origin ?? null)),
      horizons.ownershipHoldsSince,
      horizons.referenceHoldsSince,
    ],
  });
  const loaded: { -readonly [K in keyof LoadedQuestion]: LoadedQuestion[K] }[] = questions.map(
    () => ({ remembered: undefined, tokens: [], origin: undefined }),
  );
  for (const row of rows) {
    const one = loaded[row.ord - 1];
    if (one === undefined) throw new Error("the database answered more than it was asked");
    one.remembered = rememberedOf(row);
    one.origin = originOf(row);
    if (row.token_id !== null && row.works === true)
      one.tokens = [...one.tokens, tokenOf(row, row.token_id)];
  }
  return { questions: loaded, floorSecond: rows[0]?.floor_second ?? null };
};

const rememberedOf = (row: Row): RememberedAnswer | undefined =>
  row.content_digest === null
    ? undefined
    : {
        contentDigest: row.content_digest,
        answer: row.answer,
        isPastItsTime: row.is_past_its_time === true,
      };

const originOf = (row: Row): OriginCount | undefined =>
  row.origin_hour_began_at === null
    ? undefined
    : { hourBeganAtSeconds: row.origin_hour_began_at, count: row.origin_count ?? 0 };

const tokenOf = (row: Row, id: number): LoadedToken => ({
  id,
  customer_id: row.customer_id,
  ownershipIsFresh: row.ownership_is_fresh,
  plain: plainOf(row),
});

const plainOf = (row: Row): PlainToken | undefined => {
  const { sealed_seed } = row;
  if (row.profile === null || sealed_seed === null) return undefined;
  const profile = parseShortProfile(row.profile);
  const counters = {
    place: row.place,
    version: row.version,
    lastAcceptedStep: raiseToFloor(row.last_accepted_step, row.floor_second, profile),
    failureSeconds: row.failure_seconds,
    lastAcceptedEvent: row.last_accepted_event,
  };
  return { profile, sealed_seed, counters };
};
