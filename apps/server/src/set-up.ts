/**
 * The ceremony of the first start: key file, data keys, the server's keys and their signed list. Each part is made
 * only if it is missing, so that a ceremony cut short is simply done again.
 */
import { access, open, rename } from "node:fs/promises";
import { webcrypto } from "node:crypto";
import { exportPublicJwk, type Platform } from "@ramznama/activation";
import type { DatabaseConfig } from "./config.ts";
import {
  createKeyFile,
  ensureServerKeys,
  loadKeyFile,
  loadKeyring,
  loadReleaseKey,
  type ReleaseKey,
} from "./keys/index.ts";
import { systemClock } from "./platform/clock.ts";
import { createDatabase, createPool } from "./platform/database.ts";
import type { Logger } from "./platform/logger.ts";
import { migrateAt } from "./platform/migrations.ts";
import { systemRandom } from "./platform/random.ts";
import { webPlatform } from "./platform/web-platform.ts";
import { migrations } from "./schema.ts";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

interface SetUpOptions {
  readonly config: DatabaseConfig;
  readonly logger: Logger;
  /**
   * The release key, a private JWK. Made here if missing, as only a sandbox may: a bank makes it elsewhere, signs the
   * list there and keeps it away from servers.
   */
  readonly releaseKeyFile: string;
  /** Its public half, which phones carry from their build on. */
  readonly releasePublicKeyFile: string;
}

export const setUp = async (options: SetUpOptions): Promise<void> => {
  const { config, logger } = options;
  const random = systemRandom;
  const platform = webPlatform(random);
  if (!(await exists(config.KEY_FILE))) await createKeyFile(config.KEY_FILE, random);
  const releaseKey = await ensureReleaseKey(options, platform);
  await migrateAt({ url: config.DATABASE_URL, logger }, migrations);
  const pool = createPool({ url: config.DATABASE_URL, maxConnections: 2, logger });
  try {
    const database = createDatabase(pool);
    const now = systemClock.now();
    const kek = await loadKeyFile(config.KEY_FILE, random);
    const keyring = await loadKeyring(database, kek, random, new Date(now));
    await ensureServerKeys({ database, keyring, platform, releaseKey, now });
  } finally {
    await pool.end();
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const ensureReleaseKey = async (
  { releaseKeyFile, releasePublicKeyFile }: SetUpOptions,
  platform: Platform,
): Promise<ReleaseKey> => {
  if (!(await exists(releaseKeyFile))) {
    const pair = await webcrypto.subtle.generateKey(P256, true, ["sign", "verify"]);
    const jwk = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
    // The public half first: a ceremony cut short in between makes both anew.
    await writeWhole(releasePublicKeyFile, await exportPublicJwk(platform, pair.publicKey), 0o644);
    await writeWhole(releaseKeyFile, jwk, 0o600);
  }
  const releaseKey = await loadReleaseKey(releaseKeyFile);
  if (!(await exists(releasePublicKeyFile))) {
    await writeWhole(releasePublicKeyFile, releaseKey.publicJwk, 0o644);
  }
  return releaseKey;
};

/** Written beside and renamed, so that a half-written file is never taken for a whole one. */
const writeWhole = async (path: string, content: unknown, mode: number): Promise<void> => {
  const file = await open(`${path}.new`, "w", mode);
  try {
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
};
