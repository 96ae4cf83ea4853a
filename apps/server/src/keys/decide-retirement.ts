/** May this server key be retired now? Pure; the phones' side of it is protocol.md, Pins and time. */

export interface StandingKey {
  readonly k: string;
  /** Unix milliseconds, as all times here. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly retiredAt: number | undefined;
}

export type RetirementDecision =
  | { readonly outcome: "retire" }
  | { readonly outcome: "already_retired"; readonly at: number }
  | { readonly outcome: "refuse"; readonly reason: "unknown" | "no_other_key" | "newest" }
  /** Phones may still send what they sealed to it. */
  | { readonly outcome: "refuse"; readonly reason: "still_needed"; readonly until: number };

/**
 * Phones fetch the list whenever they connect and seal to the newest valid key, so nothing is sealed to a key once it
 * has a successor. What was sealed before and never arrived holds an activation code, and those live a day.
 */
const neededMilliseconds = 86_400_000;

/**
 * @param at when the list without the key is handed out
 * @param atOnce the key is stolen: what phones still wait for is given up, but never the bank's last key
 */
export const decideRetirement = (
  keys: readonly StandingKey[],
  k: string,
  at: number,
  atOnce: boolean,
): RetirementDecision => {
  const key = keys.find((each) => each.k === k);
  if (key === undefined) return { outcome: "refuse", reason: "unknown" };
  if (key.retiredAt !== undefined) return { outcome: "already_retired", at: key.retiredAt };
  const others = keys.filter((other) => other !== key && isValid(other, at));
  if (others.length === 0) return { outcome: "refuse", reason: "no_other_key" };
  if (atOnce || key.notAfter <= at) return { outcome: "retire" };
  const successors = others.filter((other) => other.notBefore > key.notBefore);
  if (successors.length === 0) return { outcome: "refuse", reason: "newest" };
  const until = Math.min(...successors.map((other) => other.notBefore)) + neededMilliseconds;
  return at < until ? { outcome: "refuse", reason: "still_needed", until } : { outcome: "retire" };
};

const isValid = (key: StandingKey, at: number): boolean =>
  key.retiredAt === undefined && key.notBefore <= at && at < key.notAfter;
