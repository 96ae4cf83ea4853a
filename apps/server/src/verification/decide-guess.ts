/**
 * What a guess at a token may be compared with (product.md, "Guessing"). As long as the failures of the rolling year
 * leave room, the whole window. While a delay runs and beyond the year's failures, only the seconds that the token's own
 * phone has declared and that still live: so strangers can neither guess nor keep the owner out.
 */
import { failuresWithinOdds, parseOtpPolicy } from "@ramznama/otp";
import type { GuessingPolicy } from "../policy.ts";
import type { CounterProfile, TokenProfile } from "../tokens/index.ts";
import { decideTokenDelay, type TokenRules } from "./decide-throttle.ts";

/** Odds of a blind guess at one token within a rolling year, at most (product.md, "Guessing"). */
export const guessingOddsMax = 1e-4;

/**
 * The bank's rules as they hold for one token. Its failures in a rolling year follow from its own odds: 70 for the bank's
 * own, 16 for six digits and steps of 30 seconds where a code lives 121 seconds as ours do. 0 when even one guess is too likely: such a token is good for declared
 * seconds only.
 * @throws RangeError when the profile is none: a stored one was parsed before it was stored
 */
export const tokenRules = (
  guessing: GuessingPolicy,
  profile: TokenProfile | CounterProfile,
): TokenRules => {
  const policy = parseOtpPolicy(profile);
  if (!policy.ok) throw new RangeError(`a token's profile is ${policy.reason}`);
  const failuresPerYear = failuresWithinOdds(policy.value, guessingOddsMax);
  return {
    ...guessing,
    failuresPerYear: Math.min(guessing.failuresPerYearMax, failuresPerYear),
  };
};

/** Why a code is looked for among declared seconds only, and until when if nothing more fails. */
export interface Declares {
  readonly reason: "guesses";
  readonly untilSeconds: number;
}

/** @param failureSeconds Unix seconds of the token's failures, oldest first */
export const decideDeclares = (
  failureSeconds: readonly number[],
  nowSeconds: number,
  rules: TokenRules,
): Declares | undefined => {
  const delay = decideTokenDelay(failureSeconds, nowSeconds, rules);
  return delay === 0 ? undefined : { reason: "guesses", untilSeconds: nowSeconds + delay };
};

/**
 * What a caller is told who comes while nothing living is declared. Beyond the year's failures the true delay is months
 * and helps nobody: by the time named here the owner has taken another code.
 */
export const decideRetryAfter = (
  { untilSeconds }: Declares,
  nowSeconds: number,
  { longestDelaySeconds }: TokenRules,
  profile: Pick<TokenProfile, "validitySeconds"> | CounterProfile,
): number => {
  const delay = untilSeconds - nowSeconds;
  if (delay <= longestDelaySeconds) return delay;
  return "validitySeconds" in profile ? profile.validitySeconds : longestDelaySeconds;
};
