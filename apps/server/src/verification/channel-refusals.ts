/**
 * The refusals of a channel as a whole within an hour, over all its origins: whoever sprays codes from many terminals
 * shows up here and nowhere else. An alarm only; a channel is never made to wait. Refusals that come while a count is
 * being stored are stored together by the next one, so that a busy channel's row is nobody's queue.
 */
import { sql } from "kysely";
import { appendAudit } from "../audit/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { Policy } from "../policy.ts";

export interface ChannelRefusalsContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: Policy;
}

export interface ChannelRefusals {
  /** Resolves when this refusal is counted; a count that could not be stored is logged and forgotten. */
  count(channel: string, reference: string): Promise<void>;
}

interface Waiting {
  added: number;
  readonly counted: Promise<void>;
}

export const createChannelRefusals = (context: ChannelRefusalsContext): ChannelRefusals => {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Waiting>();

  const store = async (channel: string, reference: string): Promise<void> => {
    await running.get(channel);
    const added = waiting.get(channel)?.added ?? 0;
    waiting.delete(channel);
    const stored = storeCount(context, { channel, added, reference });
    running.set(channel, stored);
    await stored;
    if (running.get(channel) === stored) running.delete(channel);
  };

  return {
    count: (channel, reference) => {
      const joined = waiting.get(channel);
      if (joined !== undefined) {
        joined.added += 1;
        return joined.counted;
      }
      const counted = store(channel, reference);
      waiting.set(channel, { added: 1, counted });
      return counted;
    },
  };
};

interface Count {
  readonly channel: string;
  readonly added: number;
  /** Of one of the requests, for the alarm. */
  readonly reference: string;
}

const storeCount = async (
  { database, clock, logger, policy }: ChannelRefusalsContext,
  count: Count,
) => {
  try {
    await transaction(database, async (tx) => {
      const { channel, added, reference } = count;
      const now = clock.now();
      const at = new Date(now);
      const isOver = sql<boolean>`origin_refusals.hour_began_at <= ${at}::timestamptz - interval '1 hour'`;
      const { count: after } = await tx
        .insertInto("origin_refusals")
        .values({ channel, origin: "", hour_began_at: at, count: added })
        .onConflict((conflict) =>
          conflict.columns(["channel", "origin"]).doUpdateSet({
            count: sql`case when ${isOver} then ${added}::integer else origin_refusals.count + ${added}::integer end`,
            hour_began_at: sql`case when ${isOver} then ${at}::timestamptz else origin_refusals.hour_began_at end`,
          }),
        )
        .returning("count")
        .executeTakeFirstOrThrow();
      const limit = policy.guessing.channelFailuresPerHour;
      if (after < limit || after - added >= limit) return;
      await appendAudit(tx, now, {
        type: "alarm.channel",
        actor: { kind: "channel", id: channel },
        details: { refusalsInHour: after },
        reference,
      });
    });
  } catch (error) {
    // The answer to the channel is committed already and stands.
    logger.warn("channel-refusals.not-counted", describeError(error));
  }
};
