/**
 * What a guess at a token may be compared with (product.md, "Guessing"). As long as the failures of the rolling year
 * leave room, the whole window. While a delay runs and beyond the year's failures, only the seconds that the token's own
 * phone has declared and that still live: so strangers can neither guess nor keep the owner out.
 */
import { candidatesInWindow } from "@ramznama/otp";
import type { GuessingPolicy } from "../policy.ts";
import type { TokenProfile } from "../tokens/index.ts";
import { decideTokenDelay, type TokenRules } from "./decide-throttle.ts";

/** One chance in so many is what a token leaves to blind guessers within a rolling year: odds of 1e-4. */
const yearlyOddsInverse = 10_000;

/**
 * Failures that a token of this shape may have in a rolling year: 70 for the bank's own, 16 for six digits and steps of
 * 30 seconds. 0 when even one guess is too likely: such a token is good for declared seconds only.
 */
export const failuresPerYear = (
  {
    digits,
    ...window
  }: Pick<TokenProfile, "digits" | "stepSeconds" | "validitySeconds" | "skewSeconds">,
  failuresPerYearMax: number,
): number =>
  Math.min(
    failuresPerYearMax,
    Math.floor(10 ** digits / yearlyOddsInverse / candidatesInWindow(window)),
  );

/** The bank's rules as they hold for one token. */
export const tokenRules = (guessing: GuessingPolicy, profile: TokenProfile): TokenRules => ({
  ...guessing,
  failuresPerYear: failuresPerYear(profile, guessing.failuresPerYearMax),
});

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
  { validitySeconds }: Pick<TokenProfile, "validitySeconds">,
): number => {
  const delay = untilSeconds - nowSeconds;
  return delay > longestDelaySeconds ? validitySeconds : delay;
};
