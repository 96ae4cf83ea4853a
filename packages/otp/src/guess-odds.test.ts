import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asUnixSeconds,
  candidatesOf,
  driftStepsMax,
  failuresWithinOdds,
  guessOdds,
  resyncCandidatesMax,
  resyncRunsAt,
} from "./index.ts";
import { anyClock, clock30, clock60, counter6, stepAt } from "./testing/other-makers.ts";

const noon = 1_800_000_000;

describe("What guesses are worth", () => {
  test("R12 the runs beyond the window hold no more candidates than the odds count, and none of the window", () => {
    const anyDrift = fc.integer({ min: -240, max: 240 });
    fc.assert(
      fc.property(
        anyClock,
        anyDrift,
        fc.integer({ min: -900, max: 900 }),
        (policy, drift, last) => {
          const driftSteps = Math.trunc((drift * driftStepsMax(policy)) / 240);
          const lastAccepted = stepAt(policy, noon) + last;
          const runs = resyncRunsAt(policy, asUnixSeconds(noon), { driftSteps, lastAccepted });
          const steps = runs.flatMap(({ firstStep, count }) =>
            Array.from({ length: count }, (_, index) => firstStep + index),
          );
          expect(steps.length).toBeLessThanOrEqual(resyncCandidatesMax(policy));
          expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
          expect(steps.every((step) => step > lastAccepted)).toBe(true);
          const now = noon + driftSteps * policy.stepSeconds;
          const oldest = stepAt(policy, now - policy.validitySeconds - policy.skewSeconds);
          const newest = stepAt(policy, now + policy.skewSeconds);
          expect(steps.some((step) => step >= oldest && step <= newest)).toBe(false);
        },
      ),
    );
  });

  test.each([
    ["30-second clock, 6 digits", clock30, 5, 19],
    ["60-second clock, 6 digits", clock60, 5, 19],
    ["counter, 6 digits, look-ahead 5", counter6, 6, 16],
    [
      "one-second clock, 8 digits",
      {
        ...clock30,
        hash: "SHA-256",
        digits: 8,
        stepSeconds: 1,
        validitySeconds: 121,
        skewSeconds: 10,
      } as const,
      142,
      70,
    ],
  ])(
    "R12 %s: %i failures a year stay within 1e-4, one more does not",
    (_, policy, candidates, failures) => {
      expect(candidatesOf(policy)).toBe(candidates);
      expect(failuresWithinOdds(policy, 1e-4)).toBe(failures);
      expect(failures * guessOdds(policy)).toBeLessThanOrEqual(1e-4);
      expect((failures + 1) * guessOdds(policy)).toBeGreaterThan(1e-4);
    },
  );

  test("R12 two codes in a row give a blind guesser less than a ten-thousandth of what the window gives", () => {
    for (const policy of [clock30, clock60, counter6]) {
      const pair = resyncCandidatesMax(policy) / 10 ** (2 * policy.digits);
      expect(pair).toBeLessThanOrEqual(4.81e-10);
      expect(pair / (candidatesOf(policy) / 10 ** policy.digits)).toBeLessThan(1e-4);
    }
  });
});
