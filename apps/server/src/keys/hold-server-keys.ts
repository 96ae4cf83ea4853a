/**
 * The server's keys as a running server holds them. It looks for news every few seconds, so that a rotation needs no
 * restart: a new list is handed out a minute after it was signed (rotate-server-keys.ts), when every server has it.
 */
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { dayMilliseconds } from "../platform/forget.ts";
import type { Logger } from "../platform/logger.ts";
import { startWorker, type Worker } from "../platform/worker.ts";
import type { Keyring } from "./keyring.ts";
import { loadServerKeys, loadVersion, type ServerKeys } from "./server-keys.ts";

export interface HeldServerKeys extends ServerKeys {
  readonly worker: Worker;
  /** For the operator: `expiring` leaves time for a calm rotation; `expired` closes the doors of phones. */
  standing(): Standing;
}

type Standing = "valid" | "expiring" | "expired";

interface Context {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
}

const lookEveryMilliseconds = 10_000;
const warnDays = 90;

export const holdServerKeys = async (context: Context): Promise<HeldServerKeys> => {
  const { database, keyring, logger } = context;
  let held = await loadServerKeys(database, keyring);
  const warn = warnOncePerDay(context);
  warn(held);
  const worker = startWorker({
    name: "server-keys",
    logger,
    intervalMilliseconds: lookEveryMilliseconds,
    runOne: async () => {
      if ((await loadVersion(database)) !== held.version) {
        held = await loadServerKeys(database, keyring);
        logger.info("server-keys.taken-up");
      }
      warn(held);
      return false;
    },
  });
  return {
    worker,
    standing: () => standingOf(held, context.clock.now()),
    secretKey: (k, now) => held.secretKey(k, now),
    keptKey: (k, now) => held.keptKey(k, now),
    timeKey: (now) => held.timeKey(now),
    publishedList: (now) => held.publishedList(now),
    validUntil: () => held.validUntil(),
  };
};

const standingOf = (keys: ServerKeys, now: number): Standing => {
  const left = keys.validUntil() - now;
  if (left <= 0) return "expired";
  return left < warnDays * dayMilliseconds ? "expiring" : "valid";
};

const warnOncePerDay = ({ clock, logger }: Context): ((keys: ServerKeys) => void) => {
  let lastDay: number | undefined;
  return (keys) => {
    const now = clock.now();
    const day = Math.floor(now / dayMilliseconds);
    const standing = standingOf(keys, now);
    if (standing === "valid" || day === lastDay) return;
    lastDay = day;
    const days = Math.max(0, Math.floor((keys.validUntil() - now) / dayMilliseconds));
    logger[standing === "expired" ? "error" : "warn"](`server-keys.${standing}`, { count: days });
  };
};
