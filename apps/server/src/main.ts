/** The server as a process: configuration from the environment, a clean stop on SIGTERM, SIGINT or a lost parent. */
import { ConfigError, parseServerConfig, policyOf } from "./config.ts";
import { KeyFileError } from "./keys/index.ts";
import { createLogger, describeError, type Logger } from "./platform/logger.ts";
import { RamznamaError } from "./platform/ramznama-error.ts";
import { JournalError } from "./recovery/index.ts";
import { startServer } from "./start-server.ts";

const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof RamznamaError) return error.details.detail ?? error.message;
  if (
    error instanceof ConfigError ||
    error instanceof KeyFileError ||
    error instanceof JournalError
  ) {
    return error.message;
  }
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return "A port is taken; set PUBLIC_PORT and INTERNAL_PORT (or PORT_BASE) to free ones.";
  }
  return undefined;
};

const run = async (logger: Logger): Promise<void> => {
  const config = parseServerConfig(process.env);
  const server = await startServer({ config, policy: policyOf(config), logger });
  const { publicPort, internalPort } = server;
  logger.info("server.started", { publicPort, internalPort });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error("server.stop-failed", describeError(error));
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // Spawned with an IPC channel: when the parent is gone, so is the reason to run.
  process.on("disconnect", stop);
};

const logger = createLogger(process.env["LOG_LEVEL"] ?? "info");
try {
  await run(logger);
} catch (error) {
  const sentence = sentenceOf(error);
  process.stderr.write(`${sentence ?? "The server could not start; see its log."}\n`);
  logger.error("server.not-started", describeError(error));
  process.exit(1);
}
