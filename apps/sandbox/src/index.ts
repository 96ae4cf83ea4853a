export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";
export { SandboxError, type SandboxErrorCode } from "./platform/sandbox-error.ts";
export { createLogger } from "./platform/logger.ts";
