/**
 * Refusals within an hour: of an origin, which waits when they are many (decide-throttle.ts); and under two names that
 * no origin can have, for the alarm alone, of a channel as a whole and of what it asks without naming an origin.
 */
import { sql } from "kysely";
import type { Tx } from "../platform/database.ts";
import type { OriginCount } from "./decide-throttle.ts";

/** Names in the table that the contract's originSchema does not let through: nobody can be mistaken for them. */
export const wholeChannel = "";
export const withoutOrigin = " ";

interface Refusals {
  readonly channel: string;
  readonly origin: string;
  readonly added: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Counts them; an hour that is over begins anew. Returns the count of the running hour. */
export const countRefusals = async (
  tx: Tx,
  { channel, origin, added, now }: Refusals,
): Promise<number> => {
  const at = new Date(now);
  const hourIsOver = sql<boolean>`origin_refusals.hour_began_at <= ${at}::timestamptz - interval '1 hour'`;
  const { count } = await tx
    .insertInto("origin_refusals")
    .values({ channel, origin, hour_began_at: at, count: added })
    .onConflict((conflict) =>
      conflict.columns(["channel", "origin"]).doUpdateSet({
        count: sql`case when ${hourIsOver} then 0 else origin_refusals.count end + ${added}::integer`,
        hour_began_at: sql`case when ${hourIsOver} then ${at}::timestamptz else origin_refusals.hour_began_at end`,
      }),
    )
    .returning("count")
    .executeTakeFirstOrThrow();
  return count;
};

export const loadOrigin = async (
  tx: Tx,
  channel: string,
  origin: string | undefined,
): Promise<OriginCount | undefined> => {
  if (origin === undefined) return undefined;
  const row = await tx
    .selectFrom("origin_refusals")
    .select(["hour_began_at", "count"])
    .where("channel", "=", channel)
    .where("origin", "=", origin)
    .executeTakeFirst();
  return (
    row && {
      hourBeganAtSeconds: Math.floor(row.hour_began_at.getTime() / 1000),
      count: row.count,
    }
  );
};
