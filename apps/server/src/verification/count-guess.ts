/** What a wrong code costs the seconds that were declared, and the alarms of a token that is guessed at. */
import { secondsOf } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { AuditEvent } from "../audit/index.ts";
import type { GuessingPolicy } from "../policy.ts";
import type { TokenRow } from "../tokens/index.ts";
import type { TokenCounters } from "./counters.ts";
import { tokenRules } from "./decide-guess.ts";
import { failuresInYear } from "./decide-throttle.ts";
import type { VerificationOutcome } from "./decide-verification.ts";
import { saveTry, tokenAlarm } from "./declared-seconds.ts";

interface Attempt {
  readonly call: { readonly channel: string; readonly reference: string };
  readonly tokens: readonly TokenRow[];
  /** As they were before this attempt. */
  readonly counters: (tokenId: number) => TokenCounters;
  readonly now: number;
  /** This guess stands in the counters already. */
  readonly isCounted?: boolean;
}

type Rejected = Extract<VerificationOutcome, { outcome: "rejected" }>;

/** Returns the alarms to append: one when the year's last failure came, one when a declared second is spent. */
export const countGuess = async (
  tx: Tx,
  attempt: Attempt,
  { failedTokenIds, missedDeclared }: Rejected,
  guessing: GuessingPolicy,
): Promise<readonly AuditEvent[]> => {
  const alarms: AuditEvent[] = [];
  for (const token of attempt.tokens) {
    if (failedTokenIds.includes(token.id) && isLastOfYear(attempt, token, guessing)) {
      alarms.push(tokenAlarm("failures_of_year", about(attempt, token)));
    }
    const missed = missedDeclared.find(({ tokenId }) => tokenId === token.id);
    if (missed === undefined) continue;
    const tries = await saveTry(tx, token.id, missed.steps);
    if (tries === guessing.triesPerDeclaredSecond) {
      alarms.push(tokenAlarm("declared_second_spent", about(attempt, token)));
    }
  }
  return alarms;
};

const isLastOfYear = (attempt: Attempt, token: TokenRow, guessing: GuessingPolicy): boolean => {
  const before = failuresInYear(attempt.counters(token.id).failureSeconds, secondsOf(attempt.now));
  const count = before.length + (attempt.isCounted === true ? 0 : 1);
  return count === tokenRules(guessing, token.profile).failuresPerYear;
};

const about = ({ call }: Attempt, token: TokenRow) => ({
  actor: { kind: "channel", id: call.channel } as const,
  customerId: token.customer_id,
  token,
  reference: call.reference,
});
