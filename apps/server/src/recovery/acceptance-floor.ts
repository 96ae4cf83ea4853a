/**
 * The acceptance floor: after a recovery no code is accepted whose second lies before the recovery, plus what clocks
 * may differ. Whatever was accepted and forgotten lies below it, whichever path accepted it.
 */
import type { TokenRow } from "../tokens/index.ts";

/**
 * The last accepted step as it counts from now on: never below the step that holds the floor. The skew is the token's
 * own, since a code from a clock that much ahead may have been accepted at the last moment.
 * @param floorSecond the moment of the latest recovery, Unix seconds; null: there was none
 * @param driftSteps steps by which an imported token's clock is known to be ahead
 */
export const raiseToFloor = (
  lastAcceptedStep: number | null,
  floorSecond: number | null,
  profile: TokenRow["profile"],
  driftSteps = 0,
): number | null => {
  // A counter has no second: counterIsHeld holds it instead.
  if (floorSecond === null || profile.kind === "hotp") return lastAcceptedStep;
  const second = floorSecond + profile.skewSeconds - (profile.startSeconds ?? 0);
  const floorStep = Math.floor(second / profile.stepSeconds) + Math.max(0, driftSteps);
  return Math.max(lastAcceptedStep ?? floorStep, floorStep);
};

/**
 * A token that counts presses instead of seconds (RFC 4226) has no step that the floor could raise: nobody knows how
 * far its counter had come. It is held, all its codes refused, until it was resynchronised (RFC 4226 §7.4) after the
 * recovery.
 * @param resynchronisedAtSecond when two codes in a row last fixed its counter, Unix seconds; null: never
 */
export const counterIsHeld = (
  resynchronisedAtSecond: number | null,
  floorSecond: number | null,
): boolean =>
  floorSecond !== null &&
  (resynchronisedAtSecond === null || resynchronisedAtSecond <= floorSecond);
