/** The server's check of a counter-based code: look-ahead of RFC 4226 section 7.4. */

import type { OtpHash } from "./hmac-port.ts";
import type { OtpCode, OtpDigits } from "./otp-code.ts";
import type { WindowKernel } from "./window-kernel.ts";

export interface HotpVerification<Key> {
  readonly key: Key;
  readonly policy: HotpPolicy;
  /** Parsed with the digits of this policy. */
  readonly code: OtpCode;
  /** The counter expected next: one more than the last accepted, 0 for a new token. */
  readonly nextCounter: number;
}

export interface HotpPolicy {
  readonly hash: OtpHash;
  readonly digits: OtpDigits;
  /** How many codes may have been made and not used: s of the RFC; s + 1 candidates are searched. */
  readonly lookAhead: number;
}

export type HotpVerdict =
  | { readonly ok: true; readonly counter: number; readonly nextCounter: number }
  | { readonly ok: false; readonly reason: "no_match" | "already_used" };

/**
 * Of two counters with the same code the newer one is taken: the older choice would leave digits
 * already seen by a channel good for a second use.
 */
export function verifyHotp<Key>(
  kernel: WindowKernel<Key>,
  { key, policy, code, nextCounter }: HotpVerification<Key>,
): HotpVerdict {
  const { hash, digits, lookAhead } = policy;
  if (code.length !== digits) throw new RangeError("the code was parsed for another policy");
  const search = { key, hash, digits, code: Number(code) };
  const last = { firstCounter: nextCounter - 1, count: 1, stopAtMatch: false };
  const repeatsLastDigits = nextCounter > 0 && kernel({ ...search, ...last }) === 0;
  // As in verifyTotp, only a match that is accepted may end the search.
  const ahead = { firstCounter: nextCounter, count: lookAhead + 1 };
  const index = kernel({ ...search, ...ahead, stopAtMatch: !repeatsLastDigits });
  if (repeatsLastDigits) return { ok: false, reason: "already_used" };
  if (index < 0) return { ok: false, reason: "no_match" };
  const counter = nextCounter + index;
  return { ok: true, counter, nextCounter: counter + 1 };
}
