/**
 * The clock of an imported token, learnt from its accepted codes (RFC 6238 section 6). Drift is counted in whole steps
 * and moves the window's centre; the window itself stays as wide as it is.
 *
 * [Note: A slow typist is no slow clock] A code that is a step old may come from a clock that is a step behind, or from
 * somebody who took that long. So the centre does not follow the last code; it moves by one step at a time, and only
 * when the code speaks for it:
 * - forward, when the code belongs to a step that has not begun yet: no typing makes a code younger;
 * - back, when the code's step ended more than validity - X seconds ago. Whoever types within the validity can cause
 *   that once, and not twice in a row: from a centre that is one step back already it takes a code older than the
 *   validity. Drift is learnt only where the skew is at least one step, so a fresh code of a clock that was right all
 *   the time still lies inside the window then, and moves the centre forward again.
 *
 * With one-second steps a slow typist and a slow phone cannot be told apart at all, so nothing is ever learnt there.
 */

import type { OtpPolicy } from "./otp-policy.ts";
import { asUnixSeconds, wholeStepsAt, type UnixSeconds } from "./time-step.ts";

/** Shorter steps are those of phones, which correct themselves from signed time. */
const learnableStepSecondsMin = 30;

/** How far a token's clock may be wrong in all: 2 hours, what 20 seconds in a million make of ten years. */
const driftSecondsMax = 7_200;

type Learnable = Extract<OtpPolicy, { kind: "totp" }>;

/** Whether a token's clock is learnt, from its codes in the window and by resynchronisation. */
export function learnsDrift(policy: OtpPolicy): policy is Learnable {
  return (
    policy.kind === "totp" &&
    policy.stepSeconds >= learnableStepSecondsMin &&
    policy.skewSeconds >= policy.stepSeconds
  );
}

/** The steps by which a centre may be away from the server's clock, in either direction. */
export function driftStepsMax(policy: Learnable): number {
  return Math.floor(driftSecondsMax / policy.stepSeconds);
}

/** The second at which a token whose clock is off by `driftSteps` believes itself to be. */
export function secondsOfToken(
  policy: Learnable,
  now: UnixSeconds,
  driftSteps: number,
): UnixSeconds {
  return asUnixSeconds(now + driftSteps * policy.stepSeconds);
}

/** By how many steps the token's clock is off, after a code of its window was accepted. */
export function decideDrift(
  policy: Learnable,
  now: UnixSeconds,
  driftSteps: number,
  acceptedStep: number,
): number {
  const { stepSeconds, startSeconds = 0, validitySeconds } = policy;
  const tokenSeconds = secondsOfToken(policy, now, driftSteps);
  const firstSecond = acceptedStep * stepSeconds + startSeconds;
  const lastSecond = firstSecond + stepSeconds - 1;
  if (firstSecond > tokenSeconds) return withinDrift(policy, driftSteps + 1);
  const oldest = Math.max(0, validitySeconds - stepSeconds);
  if (tokenSeconds - lastSecond > oldest) return withinDrift(policy, driftSteps - 1);
  return driftSteps;
}

/** The drift that two codes in a row have shown: the second was made just now. */
export function driftOfFreshCode(policy: Learnable, now: UnixSeconds, step: number): number {
  return withinDrift(policy, step - wholeStepsAt(now, policy));
}

function withinDrift(policy: Learnable, driftSteps: number): number {
  const most = driftStepsMax(policy);
  return Math.min(Math.max(driftSteps, -most), most);
}
