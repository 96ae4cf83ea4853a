/**
 * How long guesses must wait (product.md, "Guessing"). Failures decay only with time: neither a success nor a lifted
 * suspension clears them, or an attacker could wait for the owner to reset his account.
 */
import type { GuessingPolicy } from "../policy.ts";

const dayInSeconds = 86_400;
export const yearInSeconds = 365 * dayInSeconds;

export interface TokenRules extends Pick<
  GuessingPolicy,
  "freeFailures" | "firstDelaySeconds" | "longestDelaySeconds"
> {
  /** What the token's own window and digits allow (decide-guess.ts). */
  readonly failuresPerYear: number;
}

/** The failures that still count at `nowSeconds`, oldest first. */
export const failuresInYear = (
  failureSeconds: readonly number[],
  nowSeconds: number,
): readonly number[] => failureSeconds.filter((at) => at > nowSeconds - yearInSeconds);

/**
 * Seconds until the next guess is looked at; 0 for now.
 * @param failureSeconds Unix seconds of the token's failures, oldest first
 */
export const decideTokenDelay = (
  failureSeconds: readonly number[],
  nowSeconds: number,
  rules: TokenRules,
): number => {
  const failures = failuresInYear(failureSeconds, nowSeconds);
  if (rules.failuresPerYear === 0) return yearInSeconds;
  const oldest = failures.at(-rules.failuresPerYear);
  if (oldest !== undefined) return oldest + yearInSeconds - nowSeconds;
  const today = failures.filter((at) => at > nowSeconds - dayInSeconds);
  const beyondFree = today.length - rules.freeFailures;
  const last = today.at(-1);
  if (last === undefined || beyondFree <= 0) return 0;
  const delay = Math.min(
    rules.firstDelaySeconds * 2 ** (beyondFree - 1),
    rules.longestDelaySeconds,
  );
  return Math.max(0, last + delay - nowSeconds);
};

export interface OriginCount {
  readonly hourBeganAtSeconds: number;
  readonly count: number;
}

const hourInSeconds = 3_600;

/** The same for a terminal or client: too many refusals within an hour, and it waits for the hour to end. */
export const decideOriginDelay = (
  origin: OriginCount | undefined,
  nowSeconds: number,
  limit: number,
): number => {
  if (origin === undefined || origin.count < limit) return 0;
  return Math.max(0, origin.hourBeganAtSeconds + hourInSeconds - nowSeconds);
};
