import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { tokenRules } from "./decide-guess.ts";
import { decideOriginDelay, decideTokenDelay } from "./decide-throttle.ts";

const rules = tokenRules(defaultPolicy.guessing, defaultPolicy.profile);
const day = 86_400;

test("R12 five typing errors within a day cost no delay, and each further one twice the last", () => {
  const failures: number[] = [];
  const delays = Array.from({ length: 16 }, () => {
    const now = failures.at(-1) ?? 0;
    const delay = decideTokenDelay(failures, now, rules);
    failures.push(now + delay);
    return delay;
  });
  expect(delays.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(delays.slice(6)).toEqual([15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
});

test("R12 below the year's limit nobody waits longer than an hour, and then the guess is looked at", () => {
  const failures = fc.array(fc.integer({ min: 0, max: 2 * day }), { maxLength: 69 });
  fc.assert(
    fc.property(failures, fc.integer({ min: 0, max: 2 * day }), (seconds, since) => {
      const sorted = seconds.toSorted((one, other) => one - other);
      const now = (sorted.at(-1) ?? 0) + since;
      const delay = decideTokenDelay(sorted, now, rules);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(rules.longestDelaySeconds);
      expect(decideTokenDelay(sorted, now + delay, rules)).toBe(0);
    }),
  );
});

test("an origin waits for the end of its hour once it has reached its limit", () => {
  const limit = defaultPolicy.guessing.originFailuresPerHour;
  const at = (count: number, now: number): number =>
    decideOriginDelay({ hourBeganAtSeconds: 1_000, count }, now, limit);
  expect(decideOriginDelay(undefined, 1_000, limit)).toBe(0);
  expect(at(limit - 1, 1_001)).toBe(0);
  expect(at(limit, 1_001)).toBe(3_599);
  expect(at(limit, 4_600)).toBe(0);
});
