/** How a token makes its codes, as its row has it; parsed at this border and nowhere else. */
import { parseOtpPolicy, type OtpPolicy, type TotpPolicy } from "@ramznama/otp";

/** RFC 6238 parameters and how long a code lives: the bank's own tokens, and time-based ones from elsewhere. */
export interface TokenProfile {
  /** Absent in rows that are older than counter-based tokens. */
  readonly kind?: "totp";
  readonly hash: "SHA-1" | "SHA-256" | "SHA-512";
  readonly digits: number;
  readonly stepSeconds: number;
  readonly startSeconds?: number;
  readonly validitySeconds: number;
  readonly skewSeconds: number;
}

/** RFC 4226 parameters: only tokens from elsewhere count. */
export interface CounterProfile {
  readonly kind: "hotp";
  readonly hash: TokenProfile["hash"];
  readonly digits: number;
  readonly lookAhead: number;
}

/**
 * A time-based profile as `short_profile` (verification/tables.ts) writes it: hash, digits, step, validity, skew and,
 * where there is one, start, with a space between them. Whether they are a policy is for policyOfToken to say.
 */
export const parseShortProfile = (short: string): TokenProfile => {
  const [hash, digits, stepSeconds, validitySeconds, skewSeconds, startSeconds] = short.split(" ");
  return {
    hash: hash as TokenProfile["hash"],
    digits: Number(digits),
    stepSeconds: Number(stepSeconds),
    validitySeconds: Number(validitySeconds),
    skewSeconds: Number(skewSeconds),
    ...(startSeconds === undefined ? {} : { startSeconds: Number(startSeconds) }),
  };
};

interface ProfiledToken {
  readonly id: number;
  readonly profile: TokenProfile | CounterProfile;
}

/** @throws Error that names the token and the reason: a stored profile was parsed before it was stored */
export const policyOfToken = (token: ProfiledToken): OtpPolicy => {
  const policy = parseOtpPolicy(token.profile);
  if (!policy.ok) throw new Error(`token ${token.id} has a profile that is ${policy.reason}`);
  return policy.value;
};

/** @throws Error when the token counts: the bank's own never do */
export const timePolicyOfToken = (token: ProfiledToken): TotpPolicy => {
  const policy = policyOfToken(token);
  if (policy.kind !== "totp") throw new Error(`token ${token.id} makes its codes from a counter`);
  return policy;
};
