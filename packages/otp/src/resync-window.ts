/**
 * Where a code is looked for that its token's window does not hold, so that the next one can bring the token back
 * (RFC 4226 section 7.4, RFC 6238 section 6). Nothing found here is accepted by itself.
 *
 * The reach is bounded by odds. A blind guess hits one of at most 481 candidates of 6 digits with 4.8e-4, and the guess
 * after it must be the one code that follows: 4.8e-4 x 1e-6 = 4.8e-10 for a pair, a ten-thousandth of what the window
 * itself gives away.
 */

import { driftStepsMax, learnsDrift, secondsOfToken } from "./drift.ts";
import type { OtpPolicy } from "./otp-policy.ts";
import { stepWindowAt, type StepWindow } from "./step-window.ts";
import { wholeStepsAt, type UnixSeconds } from "./time-step.ts";

/** Codes made and never used beyond the look-ahead: as many as the reach of a 30-second clock has steps. */
const countersBeyondLookAhead = 480;

/** How long a counter-based token's first code waits for the second; such a code does not age by itself. */
const secondCounterWithinSeconds = 600;

export interface TokenPosition {
  /** The step or counter accepted last; absent for a token that never had a code accepted. */
  readonly lastAccepted?: number | undefined;
  /** Steps by which the token's clock is known to be ahead; 0 for counters. */
  readonly driftSteps: number;
}

/** The runs to search, the older first; empty ones count 0. All lie beyond the last accepted and outside the window. */
export function resyncRunsAt(
  policy: OtpPolicy,
  now: UnixSeconds,
  position: TokenPosition,
): readonly StepWindow[] {
  const next = (position.lastAccepted ?? -1) + 1;
  if (policy.kind === "hotp") {
    return [{ firstStep: next + policy.lookAhead + 1, count: countersBeyondLookAhead }];
  }
  if (!learnsDrift(policy)) return [];
  // Around the server's clock, not around what was learnt: so the drift stays bounded by itself.
  const centre = wholeStepsAt(now, policy);
  const reach = driftStepsMax(policy);
  const window = stepWindowAt(policy, secondsOfToken(policy, now, position.driftSteps));
  const windowEnd = window.firstStep + window.count;
  return [
    runOf(Math.max(centre - reach, next, 0), Math.min(window.firstStep, centre + reach + 1)),
    runOf(Math.max(windowEnd, centre - reach, next), centre + reach + 1),
  ];
}

/** The most candidates of those runs together. */
export function resyncCandidatesMax(policy: OtpPolicy): number {
  if (policy.kind === "hotp") return countersBeyondLookAhead;
  return learnsDrift(policy) ? 2 * driftStepsMax(policy) + 1 : 0;
}

/**
 * Seconds within which the second code must follow the first. A clock shows the second for the last time two steps
 * after it began to show the first, and then it lives for its validity.
 */
export function secondCodeWithinSeconds(policy: OtpPolicy): number {
  return policy.kind === "hotp"
    ? secondCounterWithinSeconds
    : policy.validitySeconds + 2 * policy.stepSeconds;
}

function runOf(firstStep: number, end: number): StepWindow {
  return { firstStep, count: Math.max(end - firstStep, 0) };
}
