/**
 * What becomes of an imported token's code, given where it was found. Pure.
 *
 * [Note: Two codes in a row] A code beyond the window is refused, and its step is remembered. Only the very next code
 * that is looked at can bring the token back: the one of the following step, in time. It is accepted, and because
 * accepted steps only rise, both are used up with it. Any other code takes the memory away, or puts itself in its place.
 */

import { decideDrift, driftOfFreshCode, learnsDrift } from "./drift.ts";
import type { OtpPolicy } from "./otp-policy.ts";
import { secondCodeWithinSeconds, type TokenPosition } from "./resync-window.ts";
import type { UnixSeconds } from "./time-step.ts";

export interface FirstCode {
  /** The step or counter of the code, never the code. */
  readonly step: number;
  readonly atSeconds: number;
}

export interface TokenMemory extends TokenPosition {
  /** The code before this one, when it lay beyond the window. */
  readonly firstCode?: FirstCode | undefined;
  /** Nobody knows what was accepted last: only two codes in a row bring the token back, wherever they lie. */
  readonly isHeld?: boolean;
}

export interface FoundCode {
  readonly window:
    | { readonly ok: true; readonly step: number }
    | { readonly ok: false; readonly reason: "no_match" | "already_used" | "superseded" };
  /** It is the code that follows the remembered one. */
  readonly followsFirst: boolean;
  /** The newest step or counter beyond the window that has this code. */
  readonly beyond: number | undefined;
}

/** `out_of_step`: beyond the window; `firstCode` is to be remembered. The other refusals are those of verifyTotp. */
export type ImportedVerdict =
  | {
      readonly ok: true;
      readonly step: number;
      readonly driftSteps: number;
      readonly resynced: boolean;
    }
  | { readonly ok: false; readonly reason: "no_match" | "already_used" | "superseded" }
  | { readonly ok: false; readonly reason: "out_of_step"; readonly firstCode: FirstCode };

export function decideImported(
  policy: OtpPolicy,
  now: UnixSeconds,
  memory: TokenMemory,
  { window, followsFirst, beyond }: FoundCode,
): ImportedVerdict {
  if (window.ok && memory.isHeld !== true) {
    return accepted(window.step, driftAfter(policy, now, memory, window.step), false);
  }
  // A code that was used, or is older than a used one, is explained as such and brings nothing back.
  if (!window.ok && window.reason !== "no_match") return window;
  const second = secondStep(policy, now, memory);
  if (followsFirst && second !== undefined) {
    const driftSteps = learnsDrift(policy) ? driftOfFreshCode(policy, now, second) : 0;
    return accepted(second, driftSteps, true);
  }
  const first = window.ok ? window.step : beyond;
  if (first === undefined) return { ok: false, reason: "no_match" };
  return { ok: false, reason: "out_of_step", firstCode: { step: first, atSeconds: now } };
}

/** The step whose code would bring the token back now, if there is one. */
export function secondStep(
  policy: OtpPolicy,
  now: UnixSeconds,
  { firstCode, lastAccepted }: TokenMemory,
): number | undefined {
  if (firstCode === undefined) return undefined;
  const waited = now - firstCode.atSeconds;
  // A server's clock that leapt back makes nothing younger.
  if (waited < 0 || waited > secondCodeWithinSeconds(policy)) return undefined;
  const second = firstCode.step + 1;
  // What was remembered lay beyond the last accepted; a code accepted since then would have taken the memory away.
  return second > (lastAccepted ?? -1) ? second : undefined;
}

function driftAfter(
  policy: OtpPolicy,
  now: UnixSeconds,
  { driftSteps }: TokenMemory,
  step: number,
): number {
  return learnsDrift(policy) ? decideDrift(policy, now, driftSteps, step) : driftSteps;
}

function accepted(step: number, driftSteps: number, resynced: boolean): ImportedVerdict {
  return { ok: true, step, driftSteps, resynced };
}
