import { asTimeStep } from "@ramznama/otp";
import { expect, test } from "vitest";
import { decideVerification, type Candidate } from "./decide-verification.ts";

const noMatch = (tokenId: number): Candidate => ({
  tokenId,
  verdict: { ok: false, reason: "no_match" },
});
const used = (tokenId: number): Candidate => ({
  tokenId,
  verdict: { ok: false, reason: "already_used", step: asTimeStep(7) },
});

test("without a token the subject has none, and nobody's failures rise", () => {
  expect(decideVerification([])).toEqual({
    outcome: "rejected",
    reason: "no_active_token",
    failedTokenIds: [],
    missedDeclared: [],
    cause: "no_active_token",
  });
});

test("the candidate whose window holds the code is accepted with its step", () => {
  const verdict = { ok: true, step: asTimeStep(9) } as const;
  expect(decideVerification([noMatch(1), { tokenId: 2, verdict }])).toEqual({
    outcome: "accepted",
    tokenId: 2,
    step: 9,
    declared: false,
  });
});

test("R12 a wrong code counts against the active and the confirming token alike", () => {
  expect(decideVerification([noMatch(1), noMatch(2)])).toMatchObject({ failedTokenIds: [1, 2] });
});

test("a used code is refused and is nobody's failed guess", () => {
  expect(decideVerification([used(1), noMatch(2)])).toMatchObject({
    outcome: "rejected",
    reason: "not_accepted",
    failedTokenIds: [],
    cause: "already_used",
  });
});

test("R12 a guess that has the digits of only one of two tokens counts against that one", () => {
  const malformed: Candidate = { tokenId: 1, verdict: { ok: false, reason: "malformed" } };
  expect(decideVerification([malformed, noMatch(2)])).toMatchObject({ failedTokenIds: [2] });
});

test("what is not a code of this token at all is no guess", () => {
  const malformed: Candidate = { tokenId: 1, verdict: { ok: false, reason: "malformed" } };
  expect(decideVerification([malformed])).toMatchObject({ failedTokenIds: [], cause: "malformed" });
});

test("R12 a wrong code among declared seconds costs them a try and is no failure of the year", () => {
  const miss: Candidate = { ...noMatch(1), declaredSteps: [8, 5] };
  expect(decideVerification([miss])).toMatchObject({
    reason: "not_accepted",
    failedTokenIds: [],
    missedDeclared: [{ tokenId: 1, steps: [8, 5] }],
    cause: "not_declared",
  });
  // Beside a token whose whole window was searched each pays in its own coin.
  expect(decideVerification([miss, noMatch(2)])).toMatchObject({
    failedTokenIds: [2],
    missedDeclared: [{ tokenId: 1, steps: [8, 5] }],
    cause: "no_match",
  });
});

test("a used code costs no try of a declared second either", () => {
  const again: Candidate = { ...used(1), declaredSteps: [8] };
  expect(decideVerification([again])).toMatchObject({
    failedTokenIds: [],
    missedDeclared: [],
    cause: "already_used",
  });
});

test("a code of a declared second is accepted and said to have been declared", () => {
  const verdict = { ok: true, step: asTimeStep(9) } as const;
  expect(decideVerification([{ tokenId: 2, verdict, declaredSteps: [9] }])).toEqual({
    outcome: "accepted",
    tokenId: 2,
    step: 9,
    declared: true,
  });
});

test("what an imported token's code taught goes with its acceptance", () => {
  const verdict = { ok: true, step: 9, driftSteps: -2, resynced: true } as const;
  expect(decideVerification([{ tokenId: 2, verdict }])).toEqual({
    outcome: "accepted",
    tokenId: 2,
    step: 9,
    declared: false,
    learnt: { driftSteps: -2, resynced: true },
  });
});

test("R12 a code beyond an imported token's window is a failed guess, and the teller hears the cause", () => {
  const firstCode = { step: 30, atSeconds: 1 };
  const beyond: Candidate = {
    tokenId: 1,
    verdict: { ok: false, reason: "out_of_step", firstCode },
  };
  expect(decideVerification([beyond, noMatch(2)])).toMatchObject({
    outcome: "rejected",
    failedTokenIds: [1, 2],
    cause: "out_of_step",
  });
});
