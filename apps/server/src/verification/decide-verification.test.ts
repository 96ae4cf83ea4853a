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
    cause: "no_active_token",
  });
});

test("the candidate whose window holds the code is accepted with its step", () => {
  const verdict = { ok: true, step: asTimeStep(9) } as const;
  expect(decideVerification([noMatch(1), { tokenId: 2, verdict }])).toEqual({
    outcome: "accepted",
    tokenId: 2,
    step: 9,
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

test("what an imported token's code taught goes with its acceptance", () => {
  const verdict = { ok: true, step: 9, driftSteps: -2, resynced: true } as const;
  expect(decideVerification([{ tokenId: 2, verdict }])).toEqual({
    outcome: "accepted",
    tokenId: 2,
    step: 9,
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
