/** `ramznama recover`: the operator's side of the recovery slice, on the database and the journal of the environment. */
import { ConfigError, type DatabaseConfig } from "./config.ts";
import { loadKeyFile, loadKeyring } from "./keys/index.ts";
import { systemClock } from "./platform/clock.ts";
import { createDatabase, createPool } from "./platform/database.ts";
import { createLogger } from "./platform/logger.ts";
import { migrateAt } from "./platform/migrations.ts";
import { systemRandom } from "./platform/random.ts";
import { journalMacOf, runRecovery, type RecoverRequest } from "./recovery/index.ts";
import { migrations } from "./schema.ts";

/** @throws ConfigError without a JOURNAL_FOLDER; JournalError when the journal is another bank's */
export const recover = async (
  config: DatabaseConfig,
  request: RecoverRequest,
): Promise<{ readonly exitCode: number; readonly text: string }> => {
  const folder = config.JOURNAL_FOLDER;
  if (folder === undefined) {
    throw new ConfigError(
      "JOURNAL_FOLDER is not set: name the folder of the journal, or an empty one if that is lost.",
    );
  }
  // Standard output carries the report alone.
  const logger = createLogger("silent");
  await migrateAt({ url: config.DATABASE_URL, logger }, migrations);
  const pool = createPool({ url: config.DATABASE_URL, maxConnections: 2, logger });
  try {
    const database = createDatabase(pool);
    const kek = await loadKeyFile(config.KEY_FILE, systemRandom);
    const now = new Date(systemClock.now());
    const mac = journalMacOf(await loadKeyring(database, kek, systemRandom, now));
    const context = { database, clock: systemClock, random: systemRandom, logger, folder, mac };
    return await runRecovery(context, request);
  } finally {
    await pool.end();
  }
};
