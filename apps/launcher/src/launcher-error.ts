// What keeps the system from running, each in one plain sentence that says what to do.

export type LauncherErrorCode =
  | "bad_option"
  | "folder_not_ours"
  | "folder_unusable"
  | "port_taken"
  | "port_refused"
  | "program_missing"
  | "program_ended"
  | "not_ready"
  | "setup_failed"
  | "no_lan_address"
  | "certificate_damaged"
  | "stopped";

export class LauncherError extends Error {
  override readonly name = "LauncherError";
  readonly code: LauncherErrorCode;

  constructor(code: LauncherErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
