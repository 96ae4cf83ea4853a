/** How far the phone's clock is off, from one signed answer; half the round trip is the error bar. */
import type { UnixMilliseconds } from "./platform.ts";

export interface TimeExchange {
  /** The phone's wall clock when it asked and when the answer came. */
  readonly sentAt: UnixMilliseconds;
  readonly receivedAt: UnixMilliseconds;
  /** The same two moments on a clock that nobody sets (`performance.now()`), in milliseconds. */
  readonly sentMonotonic: number;
  readonly receivedMonotonic: number;
  readonly serverTime: UnixMilliseconds;
}

export type ClockOffsetDecision =
  | {
      readonly outcome: "corrected";
      /** Add it to the phone's wall clock to have the server's time. */
      readonly offsetMilliseconds: number;
      readonly errorMilliseconds: number;
    }
  | {
      readonly outcome: "refused";
      readonly reason: "round_trip_too_long" | "clock_jumped" | "monotonic_clock_went_back";
    };

const roundTripMillisecondsMax = 10_000;
/** Both clocks tick alike over seconds; more difference means that somebody set the wall clock. */
const jumpMillisecondsMax = 500;

export function decideClockOffset(exchange: TimeExchange): ClockOffsetDecision {
  const roundTrip = exchange.receivedMonotonic - exchange.sentMonotonic;
  const wallRoundTrip = exchange.receivedAt - exchange.sentAt;
  if (!(roundTrip >= 0)) return { outcome: "refused", reason: "monotonic_clock_went_back" };
  if (roundTrip > roundTripMillisecondsMax) {
    return { outcome: "refused", reason: "round_trip_too_long" };
  }
  if (Math.abs(wallRoundTrip - roundTrip) > jumpMillisecondsMax) {
    return { outcome: "refused", reason: "clock_jumped" };
  }
  return {
    outcome: "corrected",
    offsetMilliseconds: Math.round(exchange.serverTime - (exchange.receivedAt - roundTrip / 2)),
    errorMilliseconds: Math.ceil(roundTrip / 2),
  };
}
