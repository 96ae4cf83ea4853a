/** Sessions that nobody used any more end on paper too, so that the audit says when and why. */
import { systemActor } from "../audit/index.ts";
import { transaction, type Database } from "../platform/database.ts";
import type { SessionPolicy } from "../policy.ts";
import { endSession } from "./session-records.ts";
import type { AudienceName } from "./tables.ts";

const batchSize = 500;

/** Returns how many ended. */
export const endOverdueSessions = async (
  database: Database,
  audience: AudienceName,
  policy: SessionPolicy,
  now: number,
): Promise<number> => {
  const idleBefore = new Date(now - policy.idleSeconds * 1_000);
  let ended = 0;
  for (let found = batchSize; found === batchSize; ended += found) {
    found = await transaction(database, async (tx) => {
      const rows = await tx
        .selectFrom("sessions")
        .selectAll()
        .where("audience", "=", audience)
        .where("ended_at", "is", null)
        .where((eb) =>
          eb.or([eb("last_used_at", "<=", idleBefore), eb("ends_at", "<=", new Date(now))]),
        )
        .orderBy("number")
        .limit(batchSize)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) {
        const reason = row.ends_at.getTime() <= now ? "whole_life" : "idle";
        await endSession(tx, now, row, { reason, actor: systemActor("sessions") });
      }
      return rows.length;
    });
  }
  return ended;
};
