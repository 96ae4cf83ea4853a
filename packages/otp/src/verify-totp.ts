/** The server's check of a time-based code: RFC 6238 section 5.2, accepted once and never an older one. */

import type { OtpCode } from "./otp-code.ts";
import { stepWindowAt, type StepWindow } from "./step-window.ts";
import { asTimeStep, type TimeStep, type UnixSeconds } from "./time-step.ts";
import type { TotpPolicy } from "./totp-policy.ts";
import type { WindowKernel } from "./window-kernel.ts";

export interface TotpVerification<Key> {
  readonly key: Key;
  readonly policy: TotpPolicy;
  /** Parsed with the digits of this policy. */
  readonly code: OtpCode;
  readonly now: UnixSeconds;
  /** Absent for a token that never had a code accepted. */
  readonly lastAcceptedStep?: TimeStep | undefined;
}

/**
 * `no_match`: no second of the window has this code. `already_used`: its digits are those of
 * the last accepted code, whose step is given. `superseded`: it was made before the last accepted one. Channels hear none of
 * this; the teller's screen does.
 */
export type TotpVerdict =
  | { readonly ok: true; readonly step: TimeStep }
  | { readonly ok: false; readonly reason: "no_match" }
  | { readonly ok: false; readonly reason: "already_used" | "superseded"; readonly step: TimeStep };

/**
 * In this order, so that every refusal looks at the same candidates (window-kernel.ts, [Note: Refusals take the same
 * time]): does the code repeat the digits of the last accepted one; is it one of a newer step, where the first match may
 * end the search because it is accepted; and only to explain a refusal, is it an older one.
 */
export function verifyTotp<Key>(
  kernel: WindowKernel<Key>,
  verification: TotpVerification<Key>,
): TotpVerdict {
  const { lastAcceptedStep } = verification;
  const { newer, older } = splitWindow(verification);
  const repeatsLastDigits =
    lastAcceptedStep !== undefined &&
    searchSteps(kernel, verification, { firstStep: lastAcceptedStep, count: 1 }, false) === 0;
  const fresh = searchSteps(kernel, verification, newer, !repeatsLastDigits);
  if (fresh >= 0 && !repeatsLastDigits) {
    return { ok: true, step: asTimeStep(newer.firstStep + fresh) };
  }
  const stale = searchSteps(kernel, verification, older, false);
  // Said even when the used code has left the window since: it is the better explanation.
  if (repeatsLastDigits) return { ok: false, reason: "already_used", step: lastAcceptedStep };
  if (stale < 0) return { ok: false, reason: "no_match" };
  return { ok: false, reason: "superseded", step: asTimeStep(older.firstStep + stale) };
}

/** The steps that may still be accepted, and those that the last accepted one has closed. */
function splitWindow({ policy, now, lastAcceptedStep }: TotpVerification<unknown>): {
  readonly newer: StepWindow;
  readonly older: StepWindow;
} {
  const { firstStep, count } = stepWindowAt(policy, now);
  const closed = lastAcceptedStep === undefined ? 0 : lastAcceptedStep + 1 - firstStep;
  const olderCount = Math.min(Math.max(closed, 0), count);
  return {
    newer: { firstStep: firstStep + olderCount, count: count - olderCount },
    older: { firstStep, count: olderCount },
  };
}

function searchSteps<Key>(
  kernel: WindowKernel<Key>,
  { key, policy, code }: TotpVerification<Key>,
  { firstStep, count }: StepWindow,
  stopAtMatch: boolean,
): number {
  const { hash, digits } = policy;
  if (code.length !== digits) throw new RangeError("the code was parsed for another policy");
  const wanted = Number(code);
  return kernel({ key, hash, digits, firstCounter: firstStep, count, code: wanted, stopAtMatch });
}
