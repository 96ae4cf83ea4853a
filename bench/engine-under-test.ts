/**
 * "The engine without HTTP" of P1: what answers a verification once it has been read from the wire and its caller is
 * known. Whoever changes how the server does that changes `openEngineUnderTest`, and nothing else in bench/.
 */
import type { VerificationResponse } from "@ramznama/contract";
import {
  createDatabase,
  createLanePool,
  createLogger,
  createMissExplainer,
  createPool,
  createVerifier,
  loadKeyFile,
  loadKeyring,
  policyOf,
  systemClock,
  systemRandom,
  type ServerConfig,
  type VerificationCall,
} from "@ramznama/server";

export interface EngineUnderTest {
  verify(call: VerificationCall): Promise<VerificationResponse>;
  close(): Promise<void>;
}

/** On the very database, keys, policy and number of connections the server would use with this configuration. */
export const openEngineUnderTest = async (config: ServerConfig): Promise<EngineUnderTest> => {
  const connection = { url: config.DATABASE_URL, logger: createLogger("warn") };
  const pool = createPool({ ...connection, maxConnections: config.DATABASE_CONNECTIONS });
  const lanePool = createLanePool(connection);
  const database = createDatabase(pool);
  const kek = await loadKeyFile(config.KEY_FILE, systemRandom);
  const keyring = await loadKeyring(database, kek, systemRandom, new Date(systemClock.now()));
  const missExplainer = createMissExplainer({ database, keyring, logger: connection.logger });
  const verify = createVerifier({
    database,
    lanePool,
    missExplainer,
    clock: systemClock,
    random: systemRandom,
    keyring,
    // The seeded links are fresh, so core banking is never asked; if it were, the run would rightly fail.
    coreBank: { findCustomers: () => Promise.reject(new Error("core banking was asked")) },
    policy: policyOf(config),
  });
  return {
    verify,
    close: async () => {
      await missExplainer.stop();
      await lanePool.end();
      await pool.end();
    },
  };
};
