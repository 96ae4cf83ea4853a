/** `ramznama keys`: the operator's side of the server's keys, on the database of the environment, servers running or not. */
import type { DatabaseConfig } from "./config.ts";
import {
  listServerKeys,
  loadKeyFile,
  loadKeyring,
  loadReleaseKey,
  retireServerKey,
  rotateServerKeys,
} from "./keys/index.ts";
import { rfc3339, systemClock, type Clock } from "./platform/clock.ts";
import { createDatabase, createPool } from "./platform/database.ts";
import { createLogger } from "./platform/logger.ts";
import { systemRandom } from "./platform/random.ts";
import { webPlatform } from "./platform/web-platform.ts";

export type KeysRequest =
  | { readonly act: "list" }
  | { readonly act: "rotate"; readonly releaseKeyFile: string }
  | {
      readonly act: "retire";
      readonly releaseKeyFile: string;
      readonly k: string;
      /** The key is stolen: do not wait for what phones have sealed to it. */
      readonly atOnce: boolean;
    };

/**
 * Returns what the operator is told.
 * @throws KeyFileError, ServerKeyError: one sentence each, and nothing was changed
 */
export const operateKeys = async (
  config: DatabaseConfig,
  request: KeysRequest,
  clock: Clock = systemClock,
): Promise<string> => {
  const logger = createLogger("silent");
  const pool = createPool({ url: config.DATABASE_URL, maxConnections: 2, logger });
  try {
    const database = createDatabase(pool);
    const now = clock.now();
    if (request.act === "list") {
      const keys = await listServerKeys(database, now);
      return keys.map(({ k, standing }) => `${k}  ${standing}\n`).join("");
    }
    const releaseKey = await loadReleaseKey(request.releaseKeyFile);
    const kek = await loadKeyFile(config.KEY_FILE, systemRandom);
    const keyring = await loadKeyring(database, kek, systemRandom, new Date(now));
    const platform = webPlatform(systemRandom);
    const ceremony = { database, keyring, platform, releaseKey, now };
    if (request.act === "rotate") {
      const { k, from, isNew } = await rotateServerKeys(ceremony);
      return isNew
        ? `Phones seal to ${k} from ${rfc3339(from)} on. A day later the key before it can be retired.\n`
        : `${k} was made a moment ago, for ${rfc3339(from)}; nothing was done.\n`;
    }
    const { k, from, isNew } = await retireServerKey(ceremony, request.k, request.atOnce);
    return isNew
      ? `${k} is retired from ${rfc3339(from)} on.\n`
      : `${k} is retired since ${rfc3339(from)}; nothing was done.\n`;
  } finally {
    await pool.end();
  }
};
