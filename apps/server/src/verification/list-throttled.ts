/** Tokens and origins that must wait now, as the security officer sees them. */
import { sql } from "kysely";
import { secondsOf } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { GuessingPolicy } from "../policy.ts";
import type { TokenRow } from "../tokens/index.ts";
import { decideOriginDelay, yearInSeconds } from "./decide-throttle.ts";
import { wholeChannel, withoutOrigin } from "./origin-refusals.ts";
import { decideStanding, type GuessStanding } from "./guess-standing.ts";

export interface ThrottledToken {
  readonly tokenId: number;
  readonly token: Pick<TokenRow, "serial" | "customer_id" | "subject">;
  readonly standing: GuessStanding;
}

export interface ThrottledPage {
  readonly tokens: readonly ThrottledToken[];
  /** Where the next page begins; null at the end. */
  readonly next: number | null;
}

interface Row extends Pick<TokenRow, "serial" | "customer_id" | "subject" | "profile" | "state"> {
  readonly token_id: number;
  readonly failure_seconds: number[];
}

const rowsARound = 500;
const roundsMax = 10;

interface Asked {
  /** Id of the token the page before ended at. */
  readonly after: number | undefined;
  readonly limit: number;
  readonly now: number;
}

/**
 * Last failure first. Whether a token waits follows from all its failures, so those with several are read in the order of
 * the last one and decided one by one; a page that had to pass over very many ends early and says where to go on.
 */
export const listThrottledTokens = async (
  tx: Tx,
  { guessing }: { readonly guessing: GuessingPolicy },
  { after, limit, now }: Asked,
): Promise<ThrottledPage> => {
  const tokens: ThrottledToken[] = [];
  let last = after;
  for (let round = 0; round < roundsMax; round += 1) {
    const rows = await loadFailing(tx, last, secondsOf(now) - yearInSeconds);
    for (const row of rows) {
      if (tokens.length === limit) return { tokens, next: last ?? null };
      last = row.token_id;
      // Passed over here and not by the query: a round that brings fewer rows is the last one.
      if (row.state === "ended") continue;
      const standing = decideStanding(row.failure_seconds, row.profile, guessing, secondsOf(now));
      if (standing.waitsUntilSeconds === null) continue;
      tokens.push({ tokenId: row.token_id, token: row, standing });
    }
    if (rows.length < rowsARound) return { tokens, next: null };
  }
  return { tokens, next: last ?? null };
};

/** The words of the index token_counters_failing (tables.ts). */
const lastFailure = sql<number>`c.failure_seconds[cardinality(c.failure_seconds)]`;

const loadFailing = async (
  tx: Tx,
  after: number | undefined,
  sinceSeconds: number,
): Promise<readonly Row[]> => {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (${lastFailure}, c.token_id) < (
          (select ${lastFailure} from token_counters c where c.token_id = ${after}), ${after})`;
  const { rows } = await sql<Row>`
    select c.token_id, c.failure_seconds, t.serial, t.customer_id, t.subject, t.profile, t.state
    from (
      select c.token_id, c.failure_seconds, ${lastFailure} as last_failure from token_counters c
      where cardinality(c.failure_seconds) > 1 and ${lastFailure} > ${sinceSeconds} ${beyond}
      order by ${lastFailure} desc, c.token_id desc
      limit ${rowsARound}
    ) c join tokens t on t.id = c.token_id
    order by c.last_failure desc, c.token_id desc`.execute(tx);
  return rows;
};

export interface WaitingOrigin {
  readonly channel: string;
  /** Empty: the channel as a whole; null: what it asks without naming an origin. */
  readonly origin: string | null;
  readonly refusals: number;
  /** Unix seconds. */
  readonly waitsUntilSeconds: number | null;
}

const originsMax = 200;
const hourMilliseconds = 3_600_000;

/** Origins that wait, and each channel as a whole within its running hour; most refusals first. */
export const listWaitingOrigins = async (
  tx: Tx,
  { guessing }: { readonly guessing: GuessingPolicy },
  now: number,
): Promise<readonly WaitingOrigin[]> => {
  const limit = guessing.originFailuresPerHour;
  const rows = await tx
    .selectFrom("origin_refusals")
    .selectAll()
    .where("hour_began_at", ">", new Date(now - hourMilliseconds))
    .where((eb) => eb.or([eb("origin", "=", wholeChannel), eb("count", ">=", limit)]))
    .orderBy("count", "desc")
    .orderBy("channel")
    .orderBy("origin")
    .limit(originsMax)
    .execute();
  return rows.map(({ channel, origin, count, hour_began_at }) => {
    const counted = { hourBeganAtSeconds: secondsOf(hour_began_at.getTime()), count };
    // The channel as a whole, and what of it names no origin, never wait.
    const waits = origin !== wholeChannel && origin !== withoutOrigin;
    const delay = waits ? decideOriginDelay(counted, secondsOf(now), limit) : 0;
    return {
      channel,
      origin: origin === withoutOrigin ? null : origin,
      refusals: count,
      waitsUntilSeconds: delay === 0 ? null : secondsOf(now) + delay,
    };
  });
};
