export type SandboxErrorCode =
  | "port_taken"
  | "data_folder_unusable"
  | "data_damaged"
  | "configuration_invalid"
  | "people_invalid";

/** An operational failure whose message is one sentence for the person who started the sandbox. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "SandboxError";
    this.code = code;
  }
}
