import { systemActor } from "../audit/index.ts";
import { transaction, type Database } from "../platform/database.ts";
import { settleApproval } from "./approval-records.ts";

const atOnce = 100;

/**
 * Nobody decides them any more, so what was sealed with them goes; returns how many those were. Without the customers'
 * locks: whoever decides one at this moment holds its row, and it is left to the next round.
 * @param now milliseconds since the Unix epoch
 */
export const expireApprovals = (database: Database, now: number): Promise<number> =>
  transaction(database, async (tx) => {
    const rows = await tx
      .selectFrom("approvals")
      .selectAll()
      .where("state", "=", "requested")
      .where("expires_at", "<=", new Date(now))
      .orderBy("expires_at")
      .limit(atOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    const actor = systemActor("retention");
    for (const row of rows) await settleApproval(tx, row, { state: "expired", actor }, now);
    return rows.length;
  });
