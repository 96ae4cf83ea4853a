/** Policies of tokens of other makers, as tests need them: usual ones, and any clock that is learnt. */
import fc from "fast-check";
import { otpHashes } from "../hmac-port.ts";
import { otpDigitCounts } from "../otp-code.ts";
import type { OtpPolicy } from "../otp-policy.ts";

export type ClockPolicy = Extract<OtpPolicy, { kind: "totp" }>;

export const clock30 = {
  kind: "totp",
  hash: "SHA-1",
  digits: 6,
  stepSeconds: 30,
  validitySeconds: 60,
  skewSeconds: 30,
} as const satisfies OtpPolicy;
export const clock60 = {
  ...clock30,
  stepSeconds: 60,
  validitySeconds: 120,
  skewSeconds: 60,
} as const;
export const counter6 = { kind: "hotp", hash: "SHA-1", digits: 6, lookAhead: 5 } as const;

export const stepAt = (policy: ClockPolicy, seconds: number): number =>
  Math.floor((seconds - (policy.startSeconds ?? 0)) / policy.stepSeconds);

export const anyClock: fc.Arbitrary<ClockPolicy> = fc.record({
  kind: fc.constant("totp"),
  hash: fc.constantFrom(...otpHashes),
  digits: fc.constantFrom(...otpDigitCounts),
  stepSeconds: fc.constantFrom(30, 60),
  startSeconds: fc.constantFrom(0, 7, 1_000_000),
  validitySeconds: fc.integer({ min: 1, max: 180 }),
  skewSeconds: fc.integer({ min: 60, max: 90 }),
});
