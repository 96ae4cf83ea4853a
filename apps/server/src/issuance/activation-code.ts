/** The activation code of a token: eight digits by SMS, kept only as a peppered digest. */
import type { QueryCreator, Selectable } from "kysely";
import type { Keyring } from "../keys/index.ts";
import type { Tables, Tx } from "../platform/database.ts";

export type ActivationCodeRow = Selectable<Tables["activation_codes"]>;

export const codeDigest = (keyring: Keyring, serial: string, code: string): Buffer =>
  keyring.digest("activation-code", serial, code);

/** A new code takes the place of the earlier one, with fresh attempts. */
export const saveActivationCode = async (
  tx: Tx,
  tokenId: number,
  digest: Uint8Array,
  expiresAt: Date,
): Promise<void> => {
  const fresh = {
    code_digest: digest,
    expires_at: expiresAt,
    wrong_attempts: 0,
    starts: 0,
    spent_at: null,
  };
  await tx
    .insertInto("activation_codes")
    .values({ token_id: tokenId, ...fresh })
    .onConflict((conflict) => conflict.column("token_id").doUpdateSet(fresh))
    .execute();
};

export const loadActivationCode = (
  tx: Tx,
  tokenId: number,
): Promise<ActivationCodeRow | undefined> =>
  tx.selectFrom("activation_codes").selectAll().where("token_id", "=", tokenId).executeTakeFirst();

export const countWrongCode = async (tx: Tx, tokenId: number): Promise<void> => {
  await tx
    .updateTable("activation_codes")
    .set((eb) => ({ wrong_attempts: eb("wrong_attempts", "+", 1) }))
    .where("token_id", "=", tokenId)
    .execute();
};

/** An activation begins with this code, the `starts`-th; part of the statement that stores it. The token is locked. */
export const spendCode = (db: QueryCreator<Tables>, tokenId: number, starts: number, at: Date) =>
  db.updateTable("activation_codes").set({ starts, spent_at: at }).where("token_id", "=", tokenId);

/** After a recovery nobody knows which codes were used: all that could still be are void, and can be sent again. */
export const voidOpenCodes = async (tx: Tx, now: number): Promise<void> => {
  await tx
    .updateTable("activation_codes")
    .set({ expires_at: new Date(now) })
    .where("expires_at", ">", new Date(now))
    .execute();
};
