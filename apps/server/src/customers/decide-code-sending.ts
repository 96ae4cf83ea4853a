/**
 * When a person is sent the next registration code, and whether one is enough. Strangers who know a national id and a
 * number can ask for codes and guess at them without end; neither may bring a guess home nor keep the owner waiting. So
 * what grows with the guesses is not the pause but what must be guessed: beyond the year's guesses a message holds two
 * codes, to be typed one after the other, which cost the owner six digits more and a guesser all hope.
 */
import type { Policy } from "../policy.ts";

export interface CodesSent {
  readonly withinDay: number;
  /** Milliseconds since the Unix epoch; null when there was none. */
  readonly lastAt: number | null;
  /**
   * Guesses of the rolling year at codes that were enough alone: the wrong ones, and of a request that is still open all
   * that it allows. Not those of a request that came home: its guesses were the owner's.
   */
  readonly guesses: number;
}

export type CodeSending =
  | { readonly kind: "wait"; readonly until: number }
  | {
      readonly kind: "send";
      readonly needsSecond: boolean;
      /** The first code after the day's prompt ones: the bank is told that somebody asks again and again. */
      readonly alarm: boolean;
    };

/** @param now milliseconds since the Unix epoch */
export const decideCodeSending = (
  { withinDay, lastAt, guesses }: CodesSent,
  rules: Policy["registration"],
  now: number,
): CodeSending => {
  const isSlow = withinDay >= rules.promptCodesPerDay;
  const until = isSlow && lastAt !== null ? lastAt + rules.slowCodeSeconds * 1000 : now;
  if (until > now) return { kind: "wait", until };
  return {
    kind: "send",
    needsSecond: guesses + rules.wrongCodes > rules.wrongCodesPerYear,
    alarm: withinDay === rules.promptCodesPerDay,
  };
};
