import { systemActor } from "../audit/index.ts";
import { transaction, type Database } from "../platform/database.ts";
import { settleApproval } from "./approval-records.ts";

const batchSize = 100;

/**
 * Nobody decides them any more, so what was sealed with them goes; returns how many those were. Without the customers'
 * locks: whoever decides one at this moment holds its row, and it is left to the next round.
 * @param now milliseconds since the Unix epoch
 */
export const expireApprovals = async (database: Database, now: number): Promise<number> => {
  let expired = 0;
  for (let found = batchSize; found === batchSize; expired += found) {
    found = await expireBatch(database, now);
  }
  return expired;
};

const expireBatch = (database: Database, now: number): Promise<number> =>
  transaction(database, async (tx) => {
    const rows = await tx
      .selectFrom("approvals")
      .selectAll()
      .where("state", "=", "requested")
      .where("expires_at", "<=", new Date(now))
      .orderBy("expires_at")
      .limit(batchSize)
      .forUpdate()
      .skipLocked()
      .execute();
    const actor = systemActor("retention");
    for (const row of rows) await settleApproval(tx, row, { state: "expired", actor }, now);
    return rows.length;
  });
