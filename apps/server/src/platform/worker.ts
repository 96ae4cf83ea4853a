/**
 * A loop that empties a queue kept in the database. Work is claimed with FOR UPDATE SKIP LOCKED and done inside that
 * transaction: a killed process drops its locks with its connection, so no job waits for a lease to run out.
 */
import { describeError, type Logger } from "./logger.ts";

export interface Worker {
  /** Something was queued: look now instead of at the next round. */
  kick(): void;
  /** Works until nothing is due. For tests and for a clean stop. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

interface WorkerOptions {
  readonly name: string;
  readonly logger: Logger;
  readonly intervalMilliseconds: number;
  /** Pieces done at the same time (default 1). */
  readonly concurrency?: number;
  /** Claims and does one piece; false when nothing is due. */
  readonly runOne: () => Promise<boolean>;
}

export const startWorker = (options: WorkerOptions): Worker => {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;

  const workUntilIdle = async (): Promise<void> => {
    while (!stopped && (await options.runOne()));
  };

  const emptyQueue = async (): Promise<void> => {
    do {
      again = false;
      await Promise.all(Array.from({ length: options.concurrency ?? 1 }, workUntilIdle));
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a kick sets it meanwhile
    } while (again && !stopped);
  };

  const run = (): Promise<void> => {
    again = true;
    running ??= emptyQueue().finally(() => {
      running = undefined;
    });
    return running;
  };

  const kick = (): void => {
    if (stopped) return;
    run().catch((error: unknown) => {
      options.logger.warn(`${options.name}.failed`, describeError(error));
    });
  };

  const timer = setInterval(kick, options.intervalMilliseconds);
  timer.unref();
  return {
    kick,
    drain: run,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
};
