/** The server as a library, for tests and benches that run it in their own process. */
export { parseServerConfig, policyOf, type ServerConfig } from "./config.ts";
export { openImporter, type Importer, type ImportRequest } from "./imported-tokens/index.ts";
export type { Clock } from "./platform/clock.ts";
export { createLogger } from "./platform/logger.ts";
export type { Random } from "./platform/random.ts";
export { defaultPolicy, type Policy } from "./policy.ts";
export { setUp } from "./set-up.ts";
export { startServer, type RunningServer, type ServerOptions } from "./start-server.ts";
