/** What one blind guess is worth, and how many may fail (RFC 4226 section 7.3 and appendix A). */

import { candidatesOf, type OtpPolicy } from "./otp-policy.ts";
import { resyncCandidatesMax } from "./resync-window.ts";

/**
 * The chance that a blind guess is accepted, at most: by the window, or as the second code in a row after a guess that
 * happened to lie beyond it.
 */
export function guessOdds(policy: OtpPolicy): number {
  const codes = 10 ** policy.digits;
  return (candidatesOf(policy) + resyncCandidatesMax(policy) / codes) / codes;
}

/** How many guesses may fail until the chances of all of them together reach `oddsMax`. */
export function failuresWithinOdds(policy: OtpPolicy, oddsMax: number): number {
  const codes = 10 ** policy.digits;
  // Multiplied first: 1e-4 x 10^6 is a whole number, and no rounding takes the last failure away.
  return Math.floor(
    (oddsMax * codes) / (candidatesOf(policy) + resyncCandidatesMax(policy) / codes),
  );
}
