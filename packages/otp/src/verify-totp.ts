/** The server's check of a time-based code: RFC 6238 section 5.2, accepted once and never an older one. */

import type { OtpCode } from "./otp-code.ts";
import { stepWindowAt } from "./step-window.ts";
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
 * Searches the whole window always and decides afterwards: the time taken depends on the policy
 * alone (and on whether a code was ever accepted), not on the code, the match or its place.
 */
export function verifyTotp<Key>(
  kernel: WindowKernel<Key>,
  verification: TotpVerification<Key>,
): TotpVerdict {
  const { policy, now, lastAcceptedStep } = verification;
  const { firstStep, count } = stepWindowAt(policy, now);
  const index = searchSteps(kernel, verification, firstStep, count);
  const repeatsLastDigits =
    lastAcceptedStep !== undefined && searchSteps(kernel, verification, lastAcceptedStep, 1) === 0;
  // Said even when the used code has left the window since: it is the better explanation.
  if (repeatsLastDigits) return { ok: false, reason: "already_used", step: lastAcceptedStep };
  if (index < 0) return { ok: false, reason: "no_match" };
  // The newest match decides: when even that is not newer than the last accepted step, none is.
  const step = asTimeStep(firstStep + index);
  if (lastAcceptedStep !== undefined && step < lastAcceptedStep) {
    return { ok: false, reason: "superseded", step };
  }
  return { ok: true, step };
}

function searchSteps<Key>(
  kernel: WindowKernel<Key>,
  { key, policy, code }: TotpVerification<Key>,
  firstCounter: number,
  count: number,
): number {
  const { hash, digits } = policy;
  if (code.length !== digits) throw new RangeError("the code was parsed for another policy");
  return kernel({ key, hash, digits, firstCounter, count, code: Number(code) });
}
