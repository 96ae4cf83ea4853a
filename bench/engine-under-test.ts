/**
 * "The engine without HTTP" of P1: what answers a verification once it has been read from the wire and its caller is
 * known. Whoever changes how the server does that changes `openEngineUnderTest`, and nothing else in bench/.
 */
import type { VerificationResponse } from "@ramznama/contract";
import {
  createDatabase,
  createLogger,
  createPool,
  loadKeyFile,
  loadKeyring,
  policyOf,
  systemClock,
  systemRandom,
  verifyCode,
  type ServerConfig,
  type VerificationCall,
} from "@ramznama/server";

export interface EngineUnderTest {
  verify(call: VerificationCall): Promise<VerificationResponse>;
  close(): Promise<void>;
}

/** On the very database, keys, policy and number of connections the server would use with this configuration. */
export const openEngineUnderTest = async (config: ServerConfig): Promise<EngineUnderTest> => {
  const pool = createPool({
    url: config.DATABASE_URL,
    maxConnections: config.DATABASE_CONNECTIONS,
    logger: createLogger("warn"),
  });
  const database = createDatabase(pool);
  const kek = await loadKeyFile(config.KEY_FILE, systemRandom);
  const context = {
    database,
    clock: systemClock,
    random: systemRandom,
    keyring: await loadKeyring(database, kek, systemRandom, new Date(systemClock.now())),
    // The seeded links are fresh, so core banking is never asked; if it were, the run would rightly fail.
    coreBank: { findCustomers: () => Promise.reject(new Error("core banking was asked")) },
    policy: policyOf(config),
  };
  return { verify: (call) => verifyCode(context, call), close: () => pool.end() };
};
