/**
 * What has served its purpose is forgotten: each slice says which rows those are, and a worker asks once an hour. Some
 * rounds end rows that are past their time, with an event, and keep them: sessions nobody uses, requests nobody decided.
 * Tokens, devices, links and audit events are never deleted here.
 */
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";
import { describeError, type Logger } from "./platform/logger.ts";
import { startWorker, type Worker } from "./platform/worker.ts";

/** Deletes, or ends, what is past its time; returns how many rows that were. */
export type Forget = (database: Database, now: number) => Promise<number>;

interface RetentionContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

const hourMilliseconds = 3_600_000;

export const startRetention = (
  { database, clock, logger }: RetentionContext,
  slices: readonly Forget[],
): Worker =>
  startWorker({
    name: "retention",
    logger,
    intervalMilliseconds: hourMilliseconds,
    runOne: async () => {
      let count = 0;
      for (const forget of slices) {
        // One slice that cannot forget now keeps no other from it; the next hour tries again.
        try {
          count += await forget(database, clock.now());
        } catch (error) {
          logger.error("retention.failed", describeError(error));
        }
      }
      if (count > 0) logger.info("retention.forgot", { count });
      return false;
    },
  });
