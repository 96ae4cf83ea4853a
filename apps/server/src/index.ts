/** The server as a library, for tests and benches that run it in their own process. */
export { openImporter, type Importer, type ImportRequest } from "./imported-tokens/index.ts";
export { parseDatabaseConfig, parseServerConfig, policyOf, type ServerConfig } from "./config.ts";
export { createHttpCoreBank } from "./core-bank/index.ts";
export { codeDigest } from "./issuance/index.ts";
export { loadKeyFile, loadKeyring, type Keyring } from "./keys/index.ts";
export { maskedSubject, subjectKeyOf } from "./links/index.ts";
export { systemClock, type Clock } from "./platform/clock.ts";
export { createDatabase, createPool } from "./platform/database.ts";
export { createLogger } from "./platform/logger.ts";
export { systemRandom, type Random } from "./platform/random.ts";
export { webPlatform } from "./platform/web-platform.ts";
export { operateKeys } from "./operate-keys.ts";
export { defaultPolicy, type Policy } from "./policy.ts";
export { setUp } from "./set-up.ts";
export { startServer, type RunningServer, type ServerOptions } from "./start-server.ts";
export {
  createLanePool,
  createMissExplainer,
  createVerifier,
  type VerificationCall,
  type VerifyCode,
} from "./verification/index.ts";
