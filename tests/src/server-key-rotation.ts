/** The operator's ceremony that retires the server's keys: new ones, a list signed by the release key, a restart. */
import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  createServerKey,
  loadKeyFile,
  loadKeyring,
  publishServerKeys,
} from "../../apps/server/src/keys/index.ts";
import { createDatabase, createPool } from "../../apps/server/src/platform/database.ts";
import { createLogger } from "@ramznama/server";
import type { TestBank } from "./test-bank.ts";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const random = {
  bytes: (length: number) => new Uint8Array(randomBytes(length)),
  uuid: () => randomUUID(),
};
const platform = { subtle: webcrypto.subtle, random: random.bytes };

export const retireServerKeys = async (bank: TestBank): Promise<void> => {
  const { KEY_FILE = "" } = bank.environment;
  const jwk = await readFile(join(dirname(KEY_FILE), "release-key.json"), "utf8");
  const releaseKey = await webcrypto.subtle.importKey(
    "jwk",
    JSON.parse(jwk) as webcrypto.JsonWebKey,
    P256,
    false,
    ["sign"],
  );
  const now = bank.clock.now();
  const pool = createPool({
    url: bank.databaseUrl,
    maxConnections: 2,
    logger: createLogger("silent", () => undefined),
  });
  try {
    await pool.query("update server_keys set retired_at = $1", [new Date(now)]);
    const database = createDatabase(pool);
    const kek = await loadKeyFile(KEY_FILE, random);
    const keyring = await loadKeyring(database, kek, random, new Date(now));
    await createServerKey(database, keyring, platform, {
      notBefore: new Date(now - 60_000),
      notAfter: new Date(now + 365 * 86_400_000),
    });
    await publishServerKeys(database, platform, releaseKey, new Date(now));
  } finally {
    await pool.end();
  }
  await bank.restartServer();
};
