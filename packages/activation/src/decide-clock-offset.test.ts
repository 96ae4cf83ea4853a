/** R7, the phone's part: what one signed answer says about the phone's clock. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideClockOffset, type TimeExchange } from "./decide-clock-offset.ts";
import { asUnixMilliseconds } from "./platform.ts";

const at = asUnixMilliseconds;

function exchange(change: Partial<TimeExchange>): TimeExchange {
  return {
    sentAt: at(1_000_000),
    receivedAt: at(1_000_400),
    sentMonotonic: 50,
    receivedMonotonic: 450,
    serverTime: at(1_000_200),
    ...change,
  };
}

describe("R7 the clock offset", () => {
  it("is none for a right clock, with half the round trip as error", () => {
    expect(decideClockOffset(exchange({}))).toEqual({
      outcome: "corrected",
      offsetMilliseconds: 0,
      errorMilliseconds: 200,
    });
  });

  it("is within its error for every clock and every division of the round trip", () => {
    const hour = 3_600_000;
    fc.assert(
      fc.property(
        fc.integer({ min: -hour, max: hour }),
        fc.nat(10_000),
        fc.nat(1000),
        (off, roundTrip, share) => {
          const truth = 1_800_000_000_000;
          const out = Math.round((roundTrip * share) / 1000);
          const decision = decideClockOffset({
            sentAt: at(truth - off),
            receivedAt: at(truth - off + roundTrip),
            sentMonotonic: 7,
            receivedMonotonic: 7 + roundTrip,
            serverTime: at(truth + out),
          });
          if (decision.outcome !== "corrected") throw new Error(decision.reason);
          const { offsetMilliseconds, errorMilliseconds } = decision;
          expect(Math.abs(offsetMilliseconds - off)).toBeLessThanOrEqual(errorMilliseconds + 1);
        },
      ),
    );
  });

  it("is refused when the answer took more than ten seconds", () => {
    const slow = (roundTrip: number) =>
      decideClockOffset(
        exchange({ receivedMonotonic: 50 + roundTrip, receivedAt: at(1_000_000 + roundTrip) }),
      ).outcome;
    expect(slow(10_000)).toBe("corrected");
    expect(slow(10_001)).toBe("refused");
  });

  it("is refused when somebody set the wall clock in between", () => {
    for (const receivedAt of [at(1_060_400), at(940_400)]) {
      const jumped = decideClockOffset(exchange({ receivedAt }));
      expect(jumped).toEqual({ outcome: "refused", reason: "clock_jumped" });
    }
  });

  it("is refused when the monotonic clock went back or is no number", () => {
    const reason = "monotonic_clock_went_back";
    for (const receivedMonotonic of [49, Number.NaN]) {
      const back = decideClockOffset(exchange({ receivedMonotonic }));
      expect(back).toEqual({ outcome: "refused", reason });
    }
  });
});
