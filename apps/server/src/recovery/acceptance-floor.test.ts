import fc from "fast-check";
import { expect, test } from "vitest";
import type { TokenProfile } from "../tokens/index.ts";
import { counterIsHeld, raiseToFloor } from "./acceptance-floor.ts";

const own: TokenProfile = {
  hash: "SHA-256",
  digits: 8,
  stepSeconds: 1,
  validitySeconds: 121,
  skewSeconds: 10,
};

test("without a recovery the last accepted step is what it was", () => {
  expect(raiseToFloor(null, null, own)).toBeNull();
  expect(raiseToFloor(7, null, own)).toBe(7);
});

test("after a recovery it is at least the second of the recovery and the skew", () => {
  expect(raiseToFloor(null, 1_000, own)).toBe(1_010);
  expect(raiseToFloor(1_009, 1_000, own)).toBe(1_010);
  expect(raiseToFloor(1_011, 1_000, own)).toBe(1_011);
});

test("no step that could have been accepted up to the recovery is newer, whatever the token's steps", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1_000, max: 4_000_000_000 }),
      fc.nat(1_000),
      fc.option(fc.nat(4_000_000_000), { nil: null }),
      (stepSeconds, skewSeconds, floor, before, last) => {
        const raised = raiseToFloor(last, floor, { ...own, stepSeconds, skewSeconds });
        const newestAcceptable = Math.floor((floor - before + skewSeconds) / stepSeconds);
        expect(raised).toBeGreaterThanOrEqual(newestAcceptable);
        expect(raised).toBeGreaterThanOrEqual(last ?? 0);
      },
    ),
  );
});

test("a token that counts presses is held after a recovery until it is resynchronised", () => {
  expect(counterIsHeld(null, null)).toBe(false);
  expect(counterIsHeld(null, 1_000)).toBe(true);
  expect(counterIsHeld(1_000, 1_000)).toBe(true);
  expect(counterIsHeld(1_001, 1_000)).toBe(false);
});

test("an imported clock that is ahead is held that much longer, and a counter's step is left alone", () => {
  expect(raiseToFloor(null, 1_000, { ...own, stepSeconds: 30 }, 3)).toBe(33 + 3);
  expect(raiseToFloor(null, 1_000, { ...own, stepSeconds: 30 }, -3)).toBe(33);
  const counter = { kind: "hotp", hash: "SHA-1", digits: 6, lookAhead: 5 } as const;
  expect(raiseToFloor(41, 1_000, counter)).toBe(41);
});
