/** One code tried at card after card: the rules alone, without a database, over a million cards. */
import { candidatesInWindow } from "@ramznama/otp";
import { expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { decideOriginDelay, type OriginCount } from "./decide-throttle.ts";

const { guessing, profile } = defaultPolicy;
const cards = 1_000_000;
const hour = 3_600;

interface Spray {
  readonly origins: number;
  readonly triesPerSecond: number;
}

interface Sprayed {
  readonly seconds: number;
  readonly lookedAt: number;
  readonly originAlarms: number;
  readonly channelAlarms: number;
  /** Tries before the first alarm of any kind. */
  readonly beforeAlarm: number;
}

/** Every try is at another card, from the next origin; what an origin must wait for costs the attacker one try. */
const spray = ({ origins, triesPerSecond }: Spray): Sprayed => {
  const counts = new Map<number, OriginCount>();
  let channel: OriginCount = { hourBeganAtSeconds: 0, count: 0 };
  let [lookedAt, originAlarms, channelAlarms, beforeAlarm, tries] = [0, 0, 0, 0, 0];
  for (; lookedAt < cards && tries < 20 * cards; tries += 1) {
    const now = Math.floor(tries / triesPerSecond);
    const origin = tries % origins;
    channel = counted(channel, now);
    if (channel.count === guessing.channelFailuresPerHour) channelAlarms += 1;
    const before = counts.get(origin);
    if (decideOriginDelay(before, now, guessing.originFailuresPerHour) === 0) {
      lookedAt += 1;
      const after = counted(before, now);
      counts.set(origin, after);
      if (after.count === guessing.originFailuresPerHour) originAlarms += 1;
    }
    if (originAlarms + channelAlarms === 0) beforeAlarm += 1;
  }
  return {
    seconds: Math.floor(tries / triesPerSecond),
    lookedAt,
    originAlarms,
    channelAlarms,
    beforeAlarm,
  };
};

const counted = (before: OriginCount | undefined, now: number): OriginCount =>
  before === undefined || before.hourBeganAtSeconds + hour <= now
    ? { hourBeganAtSeconds: now, count: 1 }
    : { ...before, count: before.count + 1 };

test("R12 one code sprayed over a million cards from one terminal: an alarm an hour, sixty cards an hour", () => {
  const { seconds, lookedAt, originAlarms, channelAlarms, beforeAlarm } = spray({
    origins: 1,
    triesPerSecond: 100,
  });
  const hours = Math.ceil(seconds / hour);
  expect(lookedAt).toBeLessThanOrEqual(60 * hours);
  expect(originAlarms).toBe(Math.floor(lookedAt / 60));
  expect(channelAlarms).toBeGreaterThan(0);
  expect(beforeAlarm).toBe(59);
});

test("R12 one code sprayed over a million cards from many terminals, each below its limit: the channel's alarm", () => {
  const sprayed = spray({ origins: 50_000, triesPerSecond: 500 });
  expect(sprayed.lookedAt).toBe(cards);
  expect(sprayed.channelAlarms).toBe(1);
  expect(sprayed.beforeAlarm).toBe(guessing.channelFailuresPerHour - 1);
});

test("R12 before anybody is alarmed a spray has found a code with odds below 3e-3", () => {
  const { digits, ...window } = profile;
  const oddsOfOneGuess = candidatesInWindow(window) / 10 ** digits;
  const { beforeAlarm } = spray({ origins: 50_000, triesPerSecond: 500 });
  expect(beforeAlarm * oddsOfOneGuess).toBeLessThan(3e-3);
});
