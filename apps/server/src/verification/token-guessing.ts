/**
 * How many guesses a token from elsewhere may cost. Its codes are shorter and its window is what its maker asks for, so
 * the number of failures follows from its own odds instead of the bank's (0020).
 */
import { failuresWithinOdds } from "@ramznama/otp";
import type { GuessingPolicy } from "../policy.ts";
import { policyOfToken, type TokenRow } from "../tokens/index.ts";

/** Odds of a blind guess within a rolling year, at most (product.md, "Guessing"). */
export const guessingOddsMax = 1e-4;

export const guessingOfToken = (
  token: Pick<TokenRow, "id" | "profile" | "provenance">,
  guessing: GuessingPolicy,
): GuessingPolicy => {
  if (token.provenance !== "imported") return guessing;
  const failures = failuresWithinOdds(policyOfToken(token), guessingOddsMax);
  return { ...guessing, failuresPerYear: Math.min(guessing.failuresPerYear, failures) };
};
