/** What a token's codes look like and how long each is accepted; one policy per token. */

import { otpHashes, type OtpHash } from "./hmac-port.ts";
import { otpDigitCounts, type OtpDigits } from "./otp-code.ts";
import type { TotpShape } from "./totp.ts";

export interface TotpPolicy extends TotpShape {
  readonly hash: OtpHash;
  /** Seconds from the tap during which a code is accepted, the clock's error aside. */
  readonly validitySeconds: number;
  /** By how much the clocks of phone and server may differ, in either direction. */
  readonly skewSeconds: number;
}

/** The bank's own tokens: the guide says 121 seconds twice, so that is the validity. */
export const defaultTotpPolicy: TotpPolicy = {
  hash: "SHA-256",
  digits: 8,
  stepSeconds: 1,
  validitySeconds: 121,
  skewSeconds: 10,
};

/** Each candidate costs an HMAC for every wrong guess and adds to the odds of guessing. */
export const windowCandidatesMax = 1000;

export type PolicyRefusal =
  | "unknown_hash"
  | "digits_out_of_range"
  | "step_out_of_range"
  | "start_out_of_range"
  | "validity_out_of_range"
  | "skew_out_of_range"
  | "window_too_wide";
export type ParsedPolicy =
  | { readonly ok: true; readonly value: TotpPolicy }
  | { readonly ok: false; readonly reason: PolicyRefusal };

/** The fields of a policy as a database row, a configuration or an imported key file has them. */
export interface UntrustedPolicy {
  readonly hash: string;
  readonly digits: number;
  readonly stepSeconds: number;
  readonly startSeconds?: number;
  readonly validitySeconds: number;
  readonly skewSeconds: number;
}

export function parseTotpPolicy(input: UntrustedPolicy): ParsedPolicy {
  const hash = otpHashes.find((known) => known === input.hash);
  if (hash === undefined) return { ok: false, reason: "unknown_hash" };
  const digits = parseDigits(input.digits);
  if (digits === undefined) return { ok: false, reason: "digits_out_of_range" };
  const reason = decideSecondsRefusal(input);
  if (reason !== undefined) return { ok: false, reason };
  const { stepSeconds, startSeconds = 0, validitySeconds, skewSeconds } = input;
  const value = { hash, digits, stepSeconds, startSeconds, validitySeconds, skewSeconds };
  return { ok: true, value };
}

function parseDigits(digits: number): OtpDigits | undefined {
  return otpDigitCounts.find((known) => known === digits);
}

/**
 * The most candidates a window can hold: 142 for the default policy (121 + 10 + 10 seconds, both
 * ends included). Divided by 10^digits it is the chance of one blind guess.
 */
export function candidatesInWindow(policy: Omit<TotpPolicy, "hash" | "digits">): number {
  const span = policy.validitySeconds + 2 * policy.skewSeconds;
  return Math.ceil(span / policy.stepSeconds) + 1;
}

function decideSecondsRefusal(input: UntrustedPolicy): PolicyRefusal | undefined {
  if (!isWhole(input.stepSeconds) || input.stepSeconds < 1) return "step_out_of_range";
  if (!isWhole(input.startSeconds ?? 0)) return "start_out_of_range";
  if (!isWhole(input.validitySeconds) || input.validitySeconds < 1) return "validity_out_of_range";
  if (!isWhole(input.skewSeconds)) return "skew_out_of_range";
  if (candidatesInWindow(input) > windowCandidatesMax) return "window_too_wide";
  return undefined;
}

function isWhole(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 0;
}
