/**
 * The policy of any token: time-based (RFC 6238) or counter-based (RFC 4226). Parsed wherever one comes from outside:
 * a row of the database, a file of keys.
 */

import { otpHashes } from "./hmac-port.ts";
import { otpDigitCounts } from "./otp-code.ts";
import {
  candidatesInWindow,
  parseTotpPolicy,
  windowCandidatesMax,
  type PolicyRefusal,
  type TotpPolicy,
  type UntrustedPolicy,
} from "./totp-policy.ts";
import type { HotpPolicy } from "./verify-hotp.ts";

export type OtpPolicy =
  ({ readonly kind: "totp" } & TotpPolicy) | ({ readonly kind: "hotp" } & HotpPolicy);

export type OtpPolicyRefusal =
  PolicyRefusal | "not_an_object" | "unknown_kind" | "look_ahead_out_of_range";

export type ParsedOtpPolicy =
  | { readonly ok: true; readonly value: OtpPolicy }
  | { readonly ok: false; readonly reason: OtpPolicyRefusal };

/** Takes over the fields of a policy and no others. One without a kind is time-based. */
export function parseOtpPolicy(input: unknown): ParsedOtpPolicy {
  if (typeof input !== "object" || input === null) return refused("not_an_object");
  const { kind = "totp" } = input as { readonly kind?: unknown };
  if (kind === "hotp") return parseHotpPolicy(input);
  if (kind !== "totp") return refused("unknown_kind");
  // parseTotpPolicy looks at every field before it believes in its type.
  const parsed = parseTotpPolicy(input as UntrustedPolicy);
  return parsed.ok ? { ok: true, value: { kind, ...parsed.value } } : parsed;
}

/** The most candidates that one code is compared with, resynchronisation aside. */
export function candidatesOf(policy: OtpPolicy): number {
  return policy.kind === "totp" ? candidatesInWindow(policy) : policy.lookAhead + 1;
}

function parseHotpPolicy(input: object): ParsedOtpPolicy {
  const { hash, digits, lookAhead } = input as Readonly<Record<string, unknown>>;
  const knownHash = otpHashes.find((known) => known === hash);
  if (knownHash === undefined) return refused("unknown_hash");
  const knownDigits = otpDigitCounts.find((known) => known === digits);
  if (knownDigits === undefined) return refused("digits_out_of_range");
  if (!isCount(lookAhead)) return refused("look_ahead_out_of_range");
  return { ok: true, value: { kind: "hotp", hash: knownHash, digits: knownDigits, lookAhead } };
}

/** lookAhead + 1 candidates are searched. */
function isCount(lookAhead: unknown): lookAhead is number {
  return (
    Number.isSafeInteger(lookAhead) &&
    Number(lookAhead) >= 0 &&
    Number(lookAhead) < windowCandidatesMax
  );
}

function refused(reason: OtpPolicyRefusal): ParsedOtpPolicy {
  return { ok: false, reason };
}
