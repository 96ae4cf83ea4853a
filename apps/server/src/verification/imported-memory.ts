/**
 * What is known of an imported token's clock or counter besides the last accepted step: how far it is off, and the
 * first of two codes that may bring it back. Kept in the token's counters, under the token's lock.
 */
import type { TokenMemory } from "@ramznama/otp";
import type { Tx } from "../platform/database.ts";
import { counterIsHeld, loadFloorSecond, raiseToFloor } from "../recovery/index.ts";
import type { TokenRow } from "../tokens/index.ts";
import { nextVersion } from "./counters.ts";

/** After a recovery clocks are held to the floor, and counters until two codes in a row fix them anew (0021). */
export const loadImportedMemory = async (
  tx: Tx,
  { id, profile }: Pick<TokenRow, "id" | "profile">,
): Promise<TokenMemory> => {
  const row = await tx
    .selectFrom("token_counters")
    .selectAll()
    .where("token_id", "=", id)
    .executeTakeFirst();
  const floorSecond = await loadFloorSecond(tx);
  const driftSteps = row?.drift_steps ?? 0;
  const stored = row?.last_accepted_step ?? null;
  const step = row?.first_code_step ?? null;
  const atSeconds = row?.first_code_at ?? null;
  // The second of the two may have been accepted and forgotten.
  const isCurrent = atSeconds !== null && atSeconds > (floorSecond ?? -1);
  return {
    lastAccepted: raiseToFloor(stored, floorSecond, profile, driftSteps) ?? undefined,
    driftSteps,
    firstCode: step === null || !isCurrent ? undefined : { step, atSeconds },
    isHeld: profile.kind === "hotp" && counterIsHeld(row?.resynced_at ?? null, floorSecond),
  };
};

/** @param nowSeconds Unix seconds */
export const saveResync = async (tx: Tx, tokenId: number, nowSeconds: number): Promise<void> => {
  await tx
    .updateTable("token_counters")
    .set({ resynced_at: nowSeconds, version: nextVersion })
    .where("token_id", "=", tokenId)
    .execute();
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
    .onConflict((conflict) =>
      conflict.column("token_id").doUpdateSet({ ...learnt, version: nextVersion }),
    )
    .execute();
};

/** What the maker's file says of a token that begins here: its next counter, or how far its clock is off. */
export const beginImportedMemory = async (
  tx: Tx,
  tokenId: number,
  { lastAccepted, driftSteps }: TokenMemory,
): Promise<void> => {
  await tx
    .updateTable("token_counters")
    .set({
      last_accepted_step: lastAccepted ?? null,
      drift_steps: driftSteps,
      version: nextVersion,
    })
    .where("token_id", "=", tokenId)
    .execute();
};
