import { candidatesInWindow } from "@ramznama/otp";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { decideDeclares, decideRetryAfter, tokenRules } from "./decide-guess.ts";
import { failuresInYear } from "./decide-throttle.ts";

const { guessing } = defaultPolicy;
const day = 86_400;
const year = 365 * day;
const promised = 1e-4;

/** Shapes of tokens: ours, ours in banks with other lives of a code, and imported ones. */
const shapes = [
  { name: "ours", digits: 8, stepSeconds: 1, validitySeconds: 121, allowed: 70 },
  { name: "ours for 60 s", digits: 8, stepSeconds: 1, validitySeconds: 60, allowed: 70 },
  { name: "ours for 300 s", digits: 8, stepSeconds: 1, validitySeconds: 300, allowed: 31 },
  { name: "ours for 600 s", digits: 8, stepSeconds: 1, validitySeconds: 600, allowed: 16 },
  { name: "7 digits, 1 s", digits: 7, stepSeconds: 1, validitySeconds: 121, allowed: 7 },
  {
    name: "imported, 8 digits, 30 s",
    digits: 8,
    stepSeconds: 30,
    validitySeconds: 121,
    allowed: 70,
  },
  {
    name: "imported, 6 digits, 30 s",
    digits: 6,
    stepSeconds: 30,
    validitySeconds: 121,
    allowed: 16,
  },
  {
    name: "imported, 6 digits, 60 s",
    digits: 6,
    stepSeconds: 60,
    validitySeconds: 121,
    allowed: 25,
  },
  { name: "6 digits, 1 s", digits: 6, stepSeconds: 1, validitySeconds: 121, allowed: 0 },
].map((shape) => ({ ...shape, skewSeconds: 10 }));

const oddsOfOneGuess = ({ digits, ...window }: (typeof shapes)[number]): number =>
  candidatesInWindow(window) / 10 ** digits;

/**
 * The seconds at which an attacker fails who guesses again the moment a guess is looked at. The owner pays and a branch
 * lifts suspensions meanwhile: neither has a say in it, since the failures are all that the rules look at.
 */
const guessEagerly = (
  shape: (typeof shapes)[number],
  forSeconds: number,
  wait: (failures: number) => number = () => 0,
): readonly number[] => {
  const rules = tokenRules(guessing, { hash: "SHA-256", ...shape });
  const failures: number[] = [];
  for (let now = 0; now < forSeconds;) {
    const declares = decideDeclares(failures, now, rules);
    if (declares === undefined) failures.push(now);
    now = (declares?.untilSeconds ?? now) + (declares === undefined ? wait(failures.length) : 0);
  }
  return failures;
};

const mostInAnyYear = (failures: readonly number[]): number =>
  Math.max(
    0,
    ...failures.map((at) => failuresInYear(failures, at).filter((one) => one <= at).length),
  );

describe.each(shapes)("R12 tokens of the shape: $name", (shape) => {
  test("may fail as often in a year as their window and digits allow", () => {
    expect(tokenRules(guessing, { hash: "SHA-256", ...shape }).failuresPerYear).toBe(shape.allowed);
  });

  test("leave who guesses as fast as allowed for three years odds of 1e-4 in any rolling year", () => {
    const most = mostInAnyYear(guessEagerly(shape, 3 * year));
    expect(most).toBe(shape.allowed);
    expect(most * oddsOfOneGuess(shape)).toBeLessThanOrEqual(promised);
  });

  test("leave no more to who waits as he pleases between his guesses", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * day }), { minLength: 5 }), (pauses) => {
        const wait = (count: number): number => pauses[count % pauses.length] ?? 0;
        const most = mostInAnyYear(guessEagerly(shape, 2 * year, wait));
        expect(most * oddsOfOneGuess(shape)).toBeLessThanOrEqual(promised);
      }),
      { numRuns: 50 },
    );
  });
});

test("R12 the odds of a blind attacker are 9.94e-5 per token and rolling year", () => {
  const { digits, ...window } = defaultPolicy.profile;
  const odds = (70 * candidatesInWindow(window)) / 10 ** digits;
  expect(candidatesInWindow(window)).toBe(142);
  expect(odds).toBeCloseTo(9.94e-5, 10);
  expect(odds).toBeLessThanOrEqual(promised);
});

test("R12 a declared tap leaves guessers 2e-7, and a phone that declares all it may 2e-5 a day", () => {
  const perTap = guessing.triesPerDeclaredSecond / 10 ** defaultPolicy.profile.digits;
  expect(perTap).toBeCloseTo(2e-7, 12);
  expect(perTap * guessing.declaredSecondsPerDay).toBeCloseTo(2e-5, 10);
});

test("R12 who comes too early is told a wait that is of use, never months", () => {
  const { profile } = defaultPolicy;
  const rules = tokenRules(guessing, profile);
  const retryAfter = (failures: readonly number[], now: number): number | undefined => {
    const declares = decideDeclares(failures, now, rules);
    return declares && decideRetryAfter(declares, now, rules, profile);
  };
  const sixToday = Array.from({ length: 6 }, () => 1_000);
  expect(retryAfter(sixToday, 1_000)).toBe(15);
  const seventy = Array.from({ length: 70 }, (_, index) => index * 2 * day);
  const now = 150 * day;
  expect(decideDeclares(seventy, now, rules)).toEqual({ reason: "guesses", untilSeconds: year });
  expect(retryAfter(seventy, now)).toBe(121);
});
