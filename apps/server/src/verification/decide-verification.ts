/** What becomes of a code, given what each candidate token's window says about it. Pure. */
import type { RejectionReason } from "@ramznama/contract";
import type { ImportedVerdict, TotpVerdict } from "@ramznama/otp";

export interface Candidate {
  readonly tokenId: number;
  /** What the window search said; `malformed`: not the digits this token makes, so not a guess at all. */
  readonly verdict:
    TotpVerdict | ImportedVerdict | { readonly ok: false; readonly reason: "malformed" };
  /** Present when the code was compared with these declared steps alone (decide-guess.ts). */
  readonly declaredSteps?: readonly number[];
}

export interface AcceptedCode {
  readonly tokenId: number;
  readonly step: number;
  /** It was looked for among declared steps alone. */
  readonly declared: boolean;
  /** What the code of an imported token taught about its clock. */
  readonly learnt?: { readonly driftSteps: number; readonly resynced: boolean };
}

export type VerificationOutcome =
  | ({ readonly outcome: "accepted" } & AcceptedCode)
  | {
      readonly outcome: "rejected";
      readonly reason: Extract<RejectionReason, "not_accepted" | "no_active_token">;
      /** Tokens whose failure counter rises by one. */
      readonly failedTokenIds: readonly number[];
      /** Declared steps that it costs a try each. */
      readonly missedDeclared: readonly DeclaredMiss[];
      /** For the audit and the teller, never for the channel. */
      readonly cause: string;
    };

export interface DeclaredMiss {
  readonly tokenId: number;
  readonly steps: readonly number[];
}

/** Active and confirming tokens of one subject are tried in one attempt, and both are counted in the odds. */
export const decideVerification = (candidates: readonly Candidate[]): VerificationOutcome => {
  if (candidates.length === 0) {
    return {
      outcome: "rejected",
      reason: "no_active_token",
      failedTokenIds: [],
      missedDeclared: [],
      cause: "no_active_token",
    };
  }
  for (const { tokenId, verdict, declaredSteps } of candidates) {
    if (!verdict.ok) continue;
    const declared = declaredSteps !== undefined;
    return { outcome: "accepted", tokenId, step: verdict.step, declared, ...learntBy(verdict) };
  }
  const cause = causeOf(candidates);
  const guesses = knowsRealCode(candidates) ? [] : candidates.filter(isGuess);
  return {
    outcome: "rejected",
    reason: "not_accepted",
    // A code that was used, or that a newer one has superseded, is no guess: whoever sends it knows a real code and
    // learns nothing. A shop that repeats a payment must not bring its customer nearer to a delay.
    failedTokenIds: guesses.filter((one) => one.declaredSteps === undefined).map(idOf),
    // The year's failures are not added to: a list that strangers lengthen at will would have no end.
    missedDeclared: guesses.flatMap(({ tokenId, declaredSteps }) =>
      declaredSteps === undefined ? [] : [{ tokenId, steps: declaredSteps }],
    ),
    cause,
  };
};

/** Joint accounts: the channel names whose code it is, and has not. */
export const holderNotNamed: VerificationOutcome = {
  outcome: "rejected",
  reason: "not_accepted",
  failedTokenIds: [],
  missedDeclared: [],
  cause: "holder_not_named",
};

const learntBy = (verdict: Extract<Candidate["verdict"], { ok: true }>) =>
  "driftSteps" in verdict
    ? { learnt: { driftSteps: verdict.driftSteps, resynced: verdict.resynced } }
    : {};

const idOf = (candidate: Candidate): number => candidate.tokenId;

const knowsRealCode = (candidates: readonly Candidate[]): boolean =>
  candidates.some(
    ({ verdict }) =>
      !verdict.ok && (verdict.reason === "already_used" || verdict.reason === "superseded"),
  );

/** A code beyond an imported token's window counts too: free tries there would be odds nobody has counted (0020). */
const isGuess = ({ verdict }: Candidate): boolean =>
  !verdict.ok && (verdict.reason === "no_match" || verdict.reason === "out_of_step");

const causeOf = (candidates: readonly Candidate[]): string => {
  const reasons = candidates.map(({ verdict }) => (verdict.ok ? "" : verdict.reason));
  const known = reasons.find((reason) => reason !== "no_match");
  if (known !== undefined) return known;
  // The teller says: the phone must be online when the code is taken, because others tried codes.
  return candidates.every((one) => one.declaredSteps !== undefined) ? "not_declared" : "no_match";
};
