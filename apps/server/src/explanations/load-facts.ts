/** Everything that is known here about one token and the codes it was asked about. */
import { startsMax, wrongCodesMax } from "@ramznama/activation";
import { purposeIn, type EventRow } from "../audit/index.ts";
import { loadBlockedAt } from "../customers/index.ts";
import { loadActivationCode, type ActivationCodeRow } from "../issuance/index.ts";
import { loadLinks } from "../links/index.ts";
import { dayMilliseconds } from "../platform/forget.ts";
import type { Tx } from "../platform/database.ts";
import type { Policy } from "../policy.ts";
import type { TokenRow } from "../tokens/index.ts";
import { loadStanding } from "../verification/index.ts";
import type { CodeEvent, TokenFacts } from "./decide-findings.ts";

export const loadFacts = async (
  tx: Tx,
  token: TokenRow,
  events: readonly EventRow[],
  policy: Policy,
  now: number,
): Promise<TokenFacts> => {
  const links = await loadLinks(tx, [token.id]);
  const block = await loadBlockedAt(tx, token.customer_id);
  const standing = await loadStanding(tx, token, policy.guessing, now);
  const at = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1_000);
  return {
    kind: token.kind,
    state: token.state,
    stateReason: token.state_reason,
    issuedAt: token.issued_at.getTime(),
    endedAt: token.ended_at?.getTime() ?? null,
    blockedAt: block?.getTime() ?? null,
    suspendedAt: lastOf(events, "token.suspended"),
    activationBeganAt: lastOf(events, "activation.begun"),
    activationCode: codeOf(await loadActivationCode(tx, token.id)),
    linkedPurposes: new Set(links.map((link) => link.purpose)),
    guesses: {
      failuresToday: standing.failuresToday,
      failuresInYear: standing.failuresInYear,
      lastFailureAt: at(standing.lastFailureSeconds),
      waitsUntil: at(standing.waitsUntilSeconds),
      declaresOnly: standing.declaresOnly,
    },
    codes: events
      .filter((event) => event.at.getTime() > now - dayMilliseconds)
      .flatMap((event) => codeEventOf(event)),
  };
};

const lastOf = (events: readonly EventRow[], type: string): number | null =>
  events.find((event) => event.type === type)?.at.getTime() ?? null;

const codeOf = (row: ActivationCodeRow | undefined): TokenFacts["activationCode"] =>
  row && {
    expiresAt: row.expires_at.getTime(),
    isLocked: row.wrong_attempts >= wrongCodesMax || row.starts >= startsMax,
    isSpent: row.spent_at !== null,
  };

const codeTypes: Readonly<Record<string, CodeEvent["type"]>> = {
  "code.accepted": "accepted",
  "code.refused": "refused",
  "code.throttled": "throttled",
  "code.explained": "explained",
};

const codeEventOf = ({ type, at, details }: EventRow): readonly CodeEvent[] => {
  const known = codeTypes[type];
  if (known === undefined) return [];
  const { secondsOff } = details;
  return [
    {
      at: at.getTime(),
      type: known,
      cause: textIn(details, "cause"),
      purpose: purposeIn(details),
      secondsOff: typeof secondsOff === "number" ? secondsOff : null,
    },
  ];
};

export const textIn = (details: EventRow["details"], name: string): string | null => {
  const value = details[name];
  return typeof value === "string" ? value : null;
};
