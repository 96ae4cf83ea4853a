/** What a token's failures mean for it now, as people are told: how many count, and what the next code waits for. */
import { secondsOf } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { GuessingPolicy } from "../policy.ts";
import type { TokenRow } from "../tokens/index.ts";
import { loadCounters } from "./counters.ts";
import { decideDeclares, tokenRules } from "./decide-guess.ts";
import { failuresInYear } from "./decide-throttle.ts";

export interface GuessStanding {
  readonly failuresToday: number;
  readonly failuresInYear: number;
  /** Unix seconds. */
  readonly lastFailureSeconds: number | null;
  /** Until when only declared seconds are looked at, or nothing where nobody can declare; Unix seconds. */
  readonly waitsUntilSeconds: number | null;
  /** The year's failures are used up: the wait is no delay between guesses but the rest of the year. */
  readonly declaresOnly: boolean;
}

const dayInSeconds = 86_400;

export const decideStanding = (
  failureSeconds: readonly number[],
  profile: TokenRow["profile"],
  guessing: GuessingPolicy,
  nowSeconds: number,
): GuessStanding => {
  const rules = tokenRules(guessing, profile);
  const counted = failuresInYear(failureSeconds, nowSeconds);
  return {
    failuresToday: counted.filter((at) => at > nowSeconds - dayInSeconds).length,
    failuresInYear: counted.length,
    lastFailureSeconds: counted.at(-1) ?? null,
    waitsUntilSeconds: decideDeclares(failureSeconds, nowSeconds, rules)?.untilSeconds ?? null,
    declaresOnly: counted.length >= rules.failuresPerYear,
  };
};

/** Takes no lock; the next answer may differ. */
export const loadStanding = async (
  database: Database | Tx,
  token: TokenRow,
  guessing: GuessingPolicy,
  now: number,
): Promise<GuessStanding> => {
  const counters = await loadCounters(database, [token]);
  const { failureSeconds } = counters(token.id);
  return decideStanding(failureSeconds, token.profile, guessing, secondsOf(now));
};
