/**
 * What is known of an imported token's clock or counter besides the last accepted step: how far it is off, and the
 * first of two codes that may bring it back. Kept in the token's counters, under the token's lock.
 */
import type { TokenMemory } from "@ramznama/otp";
import type { Tx } from "../platform/database.ts";

export const loadImportedMemory = async (tx: Tx, tokenId: number): Promise<TokenMemory> => {
  const row = await tx
    .selectFrom("token_counters")
    .selectAll()
    .where("token_id", "=", tokenId)
    .executeTakeFirst();
  if (row === undefined) return { driftSteps: 0 };
  const { first_code_step: step, first_code_at: atSeconds } = row;
  return {
    lastAccepted: row.last_accepted_step ?? undefined,
    driftSteps: row.drift_steps,
    firstCode: step === null || atSeconds === null ? undefined : { step, atSeconds },
  };
};

/** The code that is accepted or refused now takes the place of the one before it. */
export const saveImportedMemory = async (
  tx: Tx,
  tokenId: number,
  { driftSteps, firstCode }: Pick<TokenMemory, "driftSteps" | "firstCode">,
): Promise<void> => {
  const learnt = {
    drift_steps: driftSteps,
    first_code_step: firstCode?.step ?? null,
    first_code_at: firstCode?.atSeconds ?? null,
  };
  await tx
    .insertInto("token_counters")
    .values({ token_id: tokenId, last_accepted_step: null, failure_seconds: [], ...learnt })
    .onConflict((conflict) => conflict.column("token_id").doUpdateSet(learnt))
    .execute();
};

/** What the maker's file says of a token that begins here: its next counter, or how far its clock is off. */
export const beginImportedMemory = async (
  tx: Tx,
  tokenId: number,
  { lastAccepted, driftSteps }: TokenMemory,
): Promise<void> => {
  await tx
    .insertInto("token_counters")
    .values({
      token_id: tokenId,
      last_accepted_step: lastAccepted ?? null,
      drift_steps: driftSteps,
      failure_seconds: [],
    })
    .execute();
};
