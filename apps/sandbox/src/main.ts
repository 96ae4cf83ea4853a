/** The sandbox as a process: starts from the environment, stops with its parent or on a signal. */
import { parseConfiguration } from "./configuration.ts";
import { createLogger } from "./platform/logger.ts";
import { SandboxError } from "./platform/sandbox-error.ts";
import { startSandbox } from "./start-sandbox.ts";

const logger = createLogger();

try {
  const sandbox = await startSandbox({ ...parseConfiguration(process.env), logger });
  logger.info({ url: sandbox.url }, "the sandbox is open");
  const stop = (because: string) => {
    logger.info({ because }, "the sandbox closes");
    void sandbox.stop().finally(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.once("disconnect", () => {
    stop("disconnect");
  });
} catch (error) {
  if (error instanceof SandboxError) logger.fatal({ code: error.code }, error.message);
  else logger.fatal({ err: error }, "the sandbox did not start");
  process.exitCode = 1;
  // An open channel to the parent would keep the process alive.
  if (process.connected) process.disconnect();
}
