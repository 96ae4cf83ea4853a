/**
 * «چرا کار نمی‌کند؟»: what stands in the way of a token's codes, in the order of its weight. Pure. Channels never learn
 * any of it (product.md, "Rules for the odd days").
 */
import type { Finding, Purpose, TokenKind, TokenState } from "@ramznama/contract";

/** One event about a code, whatever came of it. */
export interface CodeEvent {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly type: "accepted" | "refused" | "throttled" | "explained";
  readonly cause: string | null;
  readonly purpose: Purpose | null;
  /** Of `explained`: how much later the code's second was than its moment. */
  readonly secondsOff: number | null;
}

export interface TokenFacts {
  readonly kind: TokenKind;
  readonly state: TokenState;
  readonly stateReason: string | null;
  readonly issuedAt: number;
  readonly endedAt: number | null;
  /** Of the owner's «مسدود کردن رمزنما», while it stands. */
  readonly blockedAt: number | null;
  readonly suspendedAt: number | null;
  readonly activationBeganAt: number | null;
  readonly activationCode:
    | { readonly expiresAt: number; readonly isLocked: boolean; readonly isSpent: boolean }
    | undefined;
  readonly linkedPurposes: ReadonlySet<Purpose>;
  readonly guesses: {
    readonly failuresToday: number;
    readonly failuresInYear: number;
    readonly lastFailureAt: number | null;
    readonly waitsUntil: number | null;
    readonly declaresOnly: boolean;
  };
  /** Of the last day, newest first. */
  readonly codes: readonly CodeEvent[];
}

type Parts = Partial<Omit<Finding, "code" | "at" | "until">> & {
  readonly at?: number | null;
  readonly until?: number | null;
};

const finding = (code: Finding["code"], { at, until, ...parts }: Parts = {}): Finding => ({
  code,
  seconds: null,
  count: null,
  purpose: null,
  ...parts,
  at: rfc3339OrNull(at),
  until: rfc3339OrNull(until),
});

const rfc3339OrNull = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

export const decideFindings = (facts: TokenFacts, now: number): readonly Finding[] => {
  if (facts.state === "ended") return [finding("token_ended", { at: facts.endedAt })];
  const standing = [...suspensions(facts), ...activation(facts, now), ...missingLinks(facts)];
  const waits = waitsOf(facts);
  const refusals = refusalsOf(facts);
  const found = [...standing, ...waits, ...refusals];
  const works =
    facts.state === "active" &&
    facts.blockedAt === null &&
    facts.linkedPurposes.size > 0 &&
    waits.length + refusals.length === 0;
  const accepted = facts.codes.find(({ type }) => type === "accepted");
  return works ? [...found, finding("works", { at: accepted?.at ?? null })] : found;
};

const suspensions = ({ state, stateReason, blockedAt, suspendedAt }: TokenFacts): Finding[] => {
  const isOwners = stateReason === "blocked-by-owner";
  const found: Finding[] = [];
  if (blockedAt !== null || isOwners) {
    found.push(finding("blocked_by_owner", { at: blockedAt ?? suspendedAt }));
  }
  if (state === "suspended" && !isOwners) {
    found.push(finding("suspended_by_branch", { at: suspendedAt }));
  }
  return found;
};

const activation = (facts: TokenFacts, now: number): Finding[] => {
  if (facts.state === "confirming") {
    return [finding("activation_unconfirmed", { at: facts.activationBeganAt })];
  }
  if (facts.state !== "issued") return [];
  const found = [finding("not_activated", { at: facts.issuedAt })];
  const code = facts.activationCode;
  if (code === undefined || code.isSpent) return found;
  if (code.expiresAt <= now) found.push(finding("activation_code_expired", { at: code.expiresAt }));
  if (code.isLocked) found.push(finding("activation_code_locked"));
  return found;
};

const purposesOf: Readonly<Record<TokenKind, readonly Purpose[]>> = {
  card: ["card-second-password"],
  "account-gateway": ["account-password", "gateway-login"],
};

/** Linked for one purpose and not for the other is how many people want it; it is said, and weighs on nothing else. */
const missingLinks = ({ kind, linkedPurposes }: TokenFacts): Finding[] =>
  purposesOf[kind]
    .filter((purpose) => !linkedPurposes.has(purpose))
    .map((purpose) => finding("not_linked", { purpose }));

const waitsOf = ({ guesses }: TokenFacts): Finding[] => {
  const { waitsUntil, lastFailureAt } = guesses;
  if (waitsUntil === null) return [];
  const parts = { at: lastFailureAt, until: waitsUntil };
  return guesses.declaresOnly
    ? [finding("declares", { ...parts, count: guesses.failuresInYear })]
    : [finding("throttled", { ...parts, count: guesses.failuresToday })];
};

const findingOfCause: Readonly<Record<string, Finding["code"]>> = {
  already_used: "code_used",
  superseded: "code_superseded",
  no_match: "code_wrong",
  malformed: "code_wrong",
  not_declared: "code_wrong",
  out_of_step: "out_of_step",
};

/** Only what came after the last good code: what worked since is mended. */
const refusalsOf = ({ codes }: TokenFacts): Finding[] => {
  const accepted = codes.findIndex(({ type }) => type === "accepted");
  const since = accepted < 0 ? codes : codes.slice(0, accepted);
  const clock = clockOff(since.filter(({ type }) => type === "explained"));
  const counted = (["code_used", "code_superseded", "code_wrong", "out_of_step"] as const).flatMap(
    (code) => {
      const [last, ...others] = since.filter(
        ({ type, cause }) => type === "refused" && findingOfCause[cause ?? ""] === code,
      );
      if (last === undefined) return [];
      const { at, purpose } = last;
      return [finding(code, { at, purpose, count: others.length + 1 })];
    },
  );
  return [...clock, ...counted];
};

/** How far two codes of one clock may differ: the time it takes to type them. */
const agreesWithinSeconds = 150;

/**
 * A code of the past is worth nothing any more, and one such code says that the clock is behind. A code of a second to
 * come is worth something until then: it must be the phone that made it, and not somebody who guesses and has a friend
 * at the desk. So that a clock is ahead is said only when two codes agree on it: one that is sent twice agrees with
 * itself, and says no more than once.
 */
const clockOff = (explained: readonly CodeEvent[]): Finding[] => {
  const [last, ...earlier] = explained;
  const seconds = last?.secondsOff ?? null;
  if (last === undefined || seconds === null) return [];
  const agrees = earlier.some(
    (other) =>
      other.secondsOff !== null &&
      Math.abs(other.secondsOff - seconds) <= agreesWithinSeconds &&
      secondOf(other) !== secondOf(last),
  );
  if (seconds > 0 && !agrees) return [];
  const { at, purpose } = last;
  return [finding("clock_off", { at, purpose, seconds, count: explained.length })];
};

/** Of which the code is; Unix seconds. */
const secondOf = ({ at, secondsOff }: CodeEvent): number =>
  Math.floor(at / 1_000) + (secondsOff ?? 0);
