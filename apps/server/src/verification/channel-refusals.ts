/**
 * The refusals of a channel as a whole within an hour, over all its origins: whoever sprays codes from many terminals
 * shows up here and nowhere else. An alarm only; a channel is never made to wait. Refusals that come while a count is
 * being stored are stored together by the next one, so that a busy channel's row is nobody's queue.
 */
import { appendAudit } from "../audit/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { Policy } from "../policy.ts";
import { countRefusals, wholeChannel } from "./origin-refusals.ts";
import type { VerifyCode } from "./verifier.ts";

interface ChannelRefusalsContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: Policy;
}

interface ChannelRefusals {
  /** Resolves when this refusal is counted; a count that could not be stored is logged and forgotten. */
  count(channel: string, reference: string): Promise<void>;
}

/** The same verifier, whose refusals are counted before anybody hears of them: whoever asks it cannot forget to. */
export const countingRefusals = (
  context: ChannelRefusalsContext,
  verifyCode: VerifyCode,
): VerifyCode => {
  const refusals = createChannelRefusals(context);
  return async (call) => {
    const answer = await verifyCode(call);
    // What is only said again was counted when it was said first.
    if (answer.outcome === "rejected" && answer.replayed === undefined) {
      await refusals.count(call.channel, call.reference);
    }
    return answer;
  };
};

interface Waiting {
  added: number;
  readonly counted: Promise<void>;
}

const createChannelRefusals = (context: ChannelRefusalsContext): ChannelRefusals => {
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
      const after = await countRefusals(tx, { channel, origin: wholeChannel, added, now });
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
