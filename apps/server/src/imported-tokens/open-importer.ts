/** The operator's way to `importToken`: the server's database, keys and core banking, without the server. */
import type { ServerConfig } from "../config.ts";
import { createHttpCoreBank } from "../core-bank/index.ts";
import { loadKeyFile, loadKeyring } from "../keys/index.ts";
import { systemClock, type Clock } from "../platform/clock.ts";
import { createDatabase, createPool } from "../platform/database.ts";
import type { Logger } from "../platform/logger.ts";
import { createProvider } from "../platform/provider.ts";
import { systemRandom } from "../platform/random.ts";
import { importToken, type ImportOutcome, type ImportRequest } from "./import-token.ts";

export interface Importer {
  importToken(request: ImportRequest): Promise<ImportOutcome>;
  close(): Promise<void>;
}

interface ImporterOptions {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** @throws when the database or the key file is not as it must be; nothing stays open then */
export const openImporter = async (options: ImporterOptions): Promise<Importer> => {
  const { config, logger, clock = systemClock } = options;
  const random = systemRandom;
  const database = createDatabase(
    createPool({ url: config.DATABASE_URL, maxConnections: 2, logger }),
  );
  try {
    const kek = await loadKeyFile(config.KEY_FILE, random);
    const keyring = await loadKeyring(database, kek, random, new Date(clock.now()));
    const context = { database, clock, random, keyring, coreBank: coreBankOf(config, clock) };
    return {
      importToken: (request) => importToken(context, request),
      close: () => database.destroy(),
    };
  } catch (error) {
    await database.destroy();
    throw error;
  }
};

const coreBankOf = (config: ServerConfig, clock: Clock) => {
  const provider = createProvider({
    issuer: config.OIDC_ISSUER,
    clientId: config.CORE_BANK_CLIENT_ID,
    clientSecret: config.CORE_BANK_CLIENT_SECRET,
    clock,
  });
  return createHttpCoreBank({
    url: config.CORE_BANK_URL,
    accessToken: () => provider.accessToken("core:read"),
    timeoutMilliseconds: 3_000,
  });
};
