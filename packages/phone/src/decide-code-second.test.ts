import fc from "fast-check";
import { expect, test } from "vitest";
import { decideCodeSecond } from "./decide-code-second.ts";

const tap = (serverNow: number, lastShownSecond?: number, stepSeconds = 1) =>
  decideCodeSecond({ serverNow, stepSeconds, lastShownSecond });

test("S16 the first tap shows its own second, rounded down", () => {
  expect(tap(1_000_999)).toEqual({ outcome: "show", second: 1_000 });
});

test("R7 a second that was shown is not shown again, and the next one is", () => {
  expect(tap(1_000_999, 1_000)).toEqual({ outcome: "wait", seconds: 1 });
  expect(tap(1_001_000, 1_000)).toEqual({ outcome: "show", second: 1_001 });
});

test("R7 after a correction backwards the phone says how many seconds to wait", () => {
  expect(tap(1_000_000, 1_060)).toEqual({ outcome: "wait", seconds: 61 });
});

test("a token with longer steps waits for its next step", () => {
  expect(tap(95_000, 70, 30)).toEqual({ outcome: "show", second: 95 });
  expect(tap(89_000, 70, 30)).toEqual({ outcome: "wait", seconds: 1 });
});

test("R7 whatever the clock does, shown seconds only rise and every wait is exactly long enough", () => {
  const clock = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 50 });
  const property = fc.property(clock, fc.constantFrom(1, 30, 60), (readings, stepSeconds) => {
    let last: number | undefined;
    for (const now of readings) {
      const decision = tap(now, last, stepSeconds);
      if (decision.outcome === "wait") {
        expect(decision.seconds).toBeGreaterThan(0);
        const second = Math.floor(now / 1000);
        const early = tap((second + decision.seconds - 1) * 1000, last, stepSeconds);
        const right = tap((second + decision.seconds) * 1000, last, stepSeconds);
        expect(early.outcome).toBe("wait");
        expect(right.outcome).toBe("show");
        continue;
      }
      const step = (second: number) => Math.floor(second / stepSeconds);
      if (last !== undefined) expect(step(decision.second)).toBeGreaterThan(step(last));
      last = decision.second;
    }
  });
  fc.assert(property, { numRuns: 300 });
});
