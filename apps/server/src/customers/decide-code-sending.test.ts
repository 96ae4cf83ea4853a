import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { decideCodeSending, type CodesSent } from "./decide-code-sending.ts";

const { registration: rules } = defaultPolicy;
const second = 1_000;
const day = 86_400 * second;
const year = 365 * day;
const promised = 1e-4;
const oneCode = 1e-6;

interface Campaign {
  /** When codes were sent that were enough alone. */
  readonly single: readonly number[];
  readonly doubled: number;
}

/** A stranger who has all codes sent that may be, and spends every try at each; `pause` is how long he rests after one. */
const guessEagerly = (
  forMilliseconds: number,
  pause: (count: number) => number = () => 0,
): Campaign => {
  const sent: number[] = [];
  const single: number[] = [];
  let dayBegan = 0;
  let yearBegan = 0;
  for (let now = 0; now < forMilliseconds;) {
    while ((sent[dayBegan] ?? now) <= now - day) dayBegan += 1;
    while ((single[yearBegan] ?? now) <= now - year) yearBegan += 1;
    const guesses = (single.length - yearBegan) * rules.wrongCodes;
    const state: CodesSent = {
      ...{ withinDay: sent.length - dayBegan, lastAt: sent.at(-1) ?? null, guesses },
    };
    const sending = decideCodeSending(state, rules, now);
    if (sending.kind === "wait") now = sending.until;
    else {
      sent.push(now);
      if (!sending.needsSecond) single.push(now);
      now += pause(sent.length);
    }
  }
  return { single, doubled: sent.length - single.length };
};

const mostInAnyYear = (single: readonly number[]): number =>
  Math.max(0, ...single.map((end) => single.filter((at) => at > end - year && at <= end).length));

/** Both codes of a message within its five tries, in their order: a pair of tries for each way to place the hits. */
const oddsOfTwo = ((rules.wrongCodes * (rules.wrongCodes - 1)) / 2) * oneCode ** 2;

test("R12 who asks and guesses as fast as allowed has odds of 1e-4 per person and rolling year, two codes included", () => {
  const { single, doubled } = guessEagerly(year);
  expect(single).toHaveLength(18);
  expect(doubled).toBeGreaterThan(500_000);
  const odds = single.length * rules.wrongCodes * oneCode + doubled * oddsOfTwo;
  expect(odds).toBeLessThanOrEqual(promised);
  expect(odds).toBeCloseTo(9.53e-5, 7);
});

test("R12 who rests as he pleases between his guesses has no more", () => {
  const pauses = fc.array(fc.integer({ min: 3_600 * second, max: 40 * day }), { minLength: 5 });
  fc.assert(
    fc.property(pauses, (rests) => {
      const campaign = guessEagerly(3 * year, (count) => rests[count % rests.length] ?? day);
      expect(mostInAnyYear(campaign.single) * rules.wrongCodes).toBeLessThanOrEqual(
        rules.wrongCodesPerYear,
      );
    }),
    { numRuns: 30 },
  );
});

test("R12 however much was asked and guessed, the owner waits a minute for a code at most", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (withinDay, guesses, ago) => {
      const now = year;
      const sending = decideCodeSending({ withinDay, guesses, lastAt: now - ago }, rules, now);
      if (sending.kind === "wait") expect(sending.until - now).toBeLessThanOrEqual(60 * second);
    }),
  );
});

test("S25 a person who is sent codes and types them is never asked for two, and the bank is told once a day", () => {
  const send = (withinDay: number, guesses = 0) =>
    decideCodeSending({ withinDay, guesses, lastAt: 0 }, rules, 60 * second);
  const usual = { kind: "send", needsSecond: false };
  expect(send(0)).toEqual({ ...usual, alarm: false });
  expect(send(9)).toEqual({ ...usual, alarm: false });
  expect(send(10)).toEqual({ ...usual, alarm: true });
  expect(send(11)).toEqual({ ...usual, alarm: false });
  expect(send(0, 85)).toEqual({ ...usual, alarm: false });
  expect(send(0, 86)).toEqual({ ...usual, needsSecond: true, alarm: false });
});
