/**
 * «مسدود کردن رمزنما» is a fact about the customer, not about tokens: whatever happens to the tokens afterwards, and if
 * there were none, nothing is issued until a branch has lifted it.
 */
import type { Database, Tx } from "../platform/database.ts";

export const saveBlock = async (
  tx: Tx,
  customerId: string,
  by: string,
  now: number,
): Promise<void> => {
  const fresh = {
    blocked_at: new Date(now),
    blocked_by: by,
    lifted_at: null,
    lifted_by: null,
  };
  await tx
    .insertInto("customer_blocks")
    .values({ customer_id: customerId, ...fresh })
    .onConflict((conflict) => conflict.column("customer_id").doUpdateSet(fresh))
    .execute();
};

/** Whether there was a block to lift. */
export const liftBlock = async (
  tx: Tx,
  customerId: string,
  by: string,
  now: number,
): Promise<boolean> => {
  const lifted = await tx
    .updateTable("customer_blocks")
    .set({ lifted_at: new Date(now), lifted_by: by })
    .where("customer_id", "=", customerId)
    .where("lifted_at", "is", null)
    .returning("customer_id")
    .executeTakeFirst();
  return lifted !== undefined;
};

/** Since when the owner's block stands; null when there is none. */
export const loadBlockedAt = async (
  database: Database | Tx,
  customerId: string,
): Promise<Date | null> => {
  const block = await database
    .selectFrom("customer_blocks")
    .select("blocked_at")
    .where("customer_id", "=", customerId)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return block?.blocked_at ?? null;
};

export const isBlocked = async (database: Database | Tx, customerId: string): Promise<boolean> =>
  (await loadBlockedAt(database, customerId)) !== null;
