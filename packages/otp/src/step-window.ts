/**
 * Which steps the server searches at a given second.
 *
 * [Note: The exact bounds] A phone with a correct clock makes the code of step floor(t / X) when it
 * is tapped at second t (T0 taken as 0). The server must accept it up to t + validity + skew and
 * not one second later; and a phone whose clock runs ahead shows codes of up to now + skew. So at
 * `now` the tap can have been at any second from now - validity - skew to now + skew, both included,
 * and the steps to search are those that hold one of these seconds.
 *
 * With one-second steps that is one step per second: for 121 and 10 it is now - 131 ... now + 10,
 * that is 131 + 1 + 10 = 142 candidates. A code tapped at t is the oldest of them at t + 131 and
 * outside at t + 132.
 *
 * With longer steps nobody can see from a code at which second of its step it was tapped, so each
 * code lives until its last possible tap has had its full validity: never shorter than promised,
 * longer by at most X - 1 seconds. Steps of 30 s give 5 or 6 candidates for the same policy.
 */

import { wholeStepsAt, type UnixSeconds } from "./time-step.ts";
import type { TotpPolicy } from "./totp-policy.ts";

export interface StepWindow {
  readonly firstStep: number;
  /** 0 when the whole window lies before T0. */
  readonly count: number;
}

export function stepWindowAt(policy: TotpPolicy, now: UnixSeconds): StepWindow {
  const oldest = wholeStepsAt(now - policy.validitySeconds - policy.skewSeconds, policy);
  const newest = wholeStepsAt(now + policy.skewSeconds, policy);
  const firstStep = Math.max(oldest, 0);
  return { firstStep, count: Math.max(newest - firstStep + 1, 0) };
}
