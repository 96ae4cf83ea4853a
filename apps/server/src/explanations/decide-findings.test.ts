import fc from "fast-check";
import { findingCodes } from "@ramznama/contract";
import { expect, test } from "vitest";
import { decideFindings, type CodeEvent, type TokenFacts } from "./decide-findings.ts";

const now = Date.parse("2026-11-22T10:00:00Z");
const minute = 60_000;

const calm: TokenFacts = {
  kind: "card",
  state: "active",
  stateReason: null,
  issuedAt: now - 90 * minute,
  endedAt: null,
  blockedAt: null,
  suspendedAt: null,
  activationBeganAt: now - 80 * minute,
  activationCode: undefined,
  linkedPurposes: new Set(["card-second-password"]),
  guesses: {
    failuresToday: 0,
    failuresInYear: 0,
    lastFailureAt: null,
    waitsUntil: null,
    declaresOnly: false,
  },
  codes: [],
};

const refused = (cause: string, minutesAgo = 1): CodeEvent => ({
  at: now - minutesAgo * minute,
  type: "refused",
  cause,
  purpose: "card-second-password",
  secondsOff: null,
});
const explained = (secondsOff: number, minutesAgo = 1): CodeEvent => ({
  ...refused("", minutesAgo),
  type: "explained",
  cause: null,
  secondsOff,
});
const accepted = (minutesAgo: number): CodeEvent => ({
  ...refused("", minutesAgo),
  type: "accepted",
});

const codes = (facts: Partial<TokenFacts>): string[] =>
  decideFindings({ ...calm, ...facts }, now).map(({ code }) => code);

test("a token that nothing stands in the way of works, and the desk sees when it last did", () => {
  expect(decideFindings({ ...calm, codes: [accepted(5)] }, now)).toEqual([
    {
      code: "works",
      at: new Date(now - 5 * minute).toISOString(),
      until: null,
      seconds: null,
      count: null,
      purpose: null,
    },
  ]);
});

test.each<[string, Partial<TokenFacts>, string[]]>([
  ["ended, whatever else", { state: "ended", codes: [refused("no_match")] }, ["token_ended"]],
  [
    "blocked by its owner",
    { state: "suspended", stateReason: "blocked-by-owner" },
    ["blocked_by_owner"],
  ],
  [
    "suspended at a branch",
    { state: "suspended", stateReason: "suspended-by-branch" },
    ["suspended_by_branch"],
  ],
  [
    "suspended at a branch and blocked as well",
    { state: "suspended", stateReason: "suspended-by-branch", blockedAt: now },
    ["blocked_by_owner", "suspended_by_branch"],
  ],
  ["issued", { state: "issued" }, ["not_activated"]],
  [
    "issued, its code too old",
    { state: "issued", activationCode: { expiresAt: now, isLocked: false, isSpent: false } },
    ["not_activated", "activation_code_expired"],
  ],
  [
    "issued, its code tried too often",
    { state: "issued", activationCode: { expiresAt: now + 1, isLocked: true, isSpent: false } },
    ["not_activated", "activation_code_locked"],
  ],
  ["activated and not confirmed", { state: "confirming" }, ["activation_unconfirmed"]],
  [
    "linked to nothing",
    { kind: "account-gateway", linkedPurposes: new Set() },
    ["not_linked", "not_linked"],
  ],
  [
    "linked to one of two: it works there",
    { kind: "account-gateway", linkedPurposes: new Set(["gateway-login"]) },
    ["not_linked", "works"],
  ],
  ["used codes", { codes: [refused("already_used"), refused("already_used", 2)] }, ["code_used"]],
  ["codes of before the last one", { codes: [refused("superseded")] }, ["code_superseded"]],
  ["wrong codes", { codes: [refused("no_match"), refused("malformed")] }, ["code_wrong"]],
  ["a token out of step", { codes: [refused("out_of_step")] }, ["out_of_step"]],
  [
    "what worked since is mended",
    { codes: [accepted(1), refused("no_match", 2), explained(-900, 2)] },
    ["works"],
  ],
])("%s", (_what, facts, expected) => {
  expect(codes(facts)).toEqual(expected);
});

test("a token that waits says until when, and one beyond its year that it declares", () => {
  const guesses = {
    failuresToday: 7,
    failuresInYear: 12,
    lastFailureAt: now - minute,
    waitsUntil: now + minute,
    declaresOnly: false,
  };
  const [throttled] = decideFindings({ ...calm, guesses }, now);
  expect(throttled).toMatchObject({ code: "throttled", count: 7 });
  expect(throttled?.until).toBe(new Date(now + minute).toISOString());
  const [declares] = decideFindings({ ...calm, guesses: { ...guesses, declaresOnly: true } }, now);
  expect(declares).toMatchObject({ code: "declares", count: 12 });
});

test("a clock that is behind shows in one code, one that is ahead only in two that agree", () => {
  const off = (...events: CodeEvent[]) =>
    decideFindings({ ...calm, codes: events }, now).find(({ code }) => code === "clock_off");
  expect(off(explained(-900))).toMatchObject({ seconds: -900, count: 1 });
  expect(off(explained(900))).toBeUndefined();
  expect(off(explained(900), explained(-400, 2))).toBeUndefined();
  expect(off(explained(900), explained(751, 2))).toMatchObject({ seconds: 900, count: 2 });
});

test("R12 one code that is sent again and again agrees with nothing but itself", () => {
  const off = (...events: CodeEvent[]) =>
    decideFindings({ ...calm, codes: events }, now).find(({ code }) => code === "clock_off");
  // A minute later the same second is a minute nearer.
  const again = [explained(900, 1), explained(960, 2), explained(1_020, 3)];
  expect(off(...again)).toBeUndefined();
  expect(off(...again, explained(1_000, 4))).toMatchObject({ seconds: 900, count: 4 });
});

test("findings come in the order of their weight and say at least something", () => {
  const cause = fc.constantFrom(
    "no_match",
    "already_used",
    "superseded",
    "out_of_step",
    "malformed",
  );
  const event = fc.oneof(
    cause.map((one) => refused(one)),
    fc.integer({ min: -3600, max: 3600 }).map((seconds) => explained(seconds)),
    fc.constant(accepted(1)),
  );
  const facts = fc.record({
    state: fc.constantFrom("issued", "confirming", "active", "suspended", "ended"),
    blockedAt: fc.option(fc.constant(now)),
    codes: fc.array(event, { maxLength: 8 }),
  });
  fc.assert(
    fc.property(facts, (some) => {
      const found = codes(some);
      expect(found.length).toBeGreaterThan(0);
      const order = found.map((code) => findingCodes.findIndex((one) => one === code));
      expect(order).toEqual(order.toSorted((one, other) => one - other));
    }),
  );
});
