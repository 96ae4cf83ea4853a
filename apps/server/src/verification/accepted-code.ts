/** Stores an accepted code: its step or counter, and what it taught about an imported token. */
import type { Tx } from "../platform/database.ts";
import { noteAcceptedCounter } from "../recovery/index.ts";
import { policyOfToken, type TokenRow } from "../tokens/index.ts";
import { saveAcceptedStep } from "./counters.ts";
import type { AcceptedCode } from "./decide-verification.ts";
import { saveImportedMemory, saveResync } from "./imported-memory.ts";

/** The step goes first, by the statement that only ever raises it: with the second code the first is used up too. */
export const saveAcceptedCode = async (
  tx: Tx,
  code: AcceptedCode,
  nowSeconds: number,
): Promise<void> => {
  await saveAcceptedStep(tx, code.tokenId, code.step);
  if (code.learnt === undefined) return;
  await noteAcceptedCounter(tx, code.tokenId, code.step);
  const { driftSteps, resynced } = code.learnt;
  await saveImportedMemory(tx, code.tokenId, { driftSteps, firstCode: undefined });
  if (resynced) await saveResync(tx, code.tokenId, nowSeconds);
};

/** For the teller: how old the code was and, for tokens from elsewhere, what they are found to be off by. */
export const acceptedDetails = (
  token: Pick<TokenRow, "id" | "profile">,
  { step, declared, learnt }: AcceptedCode,
  nowSeconds: number,
): Readonly<Record<string, number | boolean>> => {
  const policy = policyOfToken(token);
  const resynced = learnt?.resynced === true ? { resynced: true } : {};
  if (policy.kind === "hotp") return { counter: step, ...resynced };
  const ageSeconds = nowSeconds - step * policy.stepSeconds - (policy.startSeconds ?? 0);
  if (learnt === undefined) return { ageSeconds, ...(declared ? { declared } : {}) };
  return { ageSeconds, driftSteps: learnt.driftSteps, ...resynced };
};
