// The one error of this package. Each message is one plain sentence that says what is wrong and what
// to do; `code` is for programs, `cause` for whoever looks closer.

export type PostgresErrorCode =
  | "unsupported_platform"
  | "programs_missing"
  | "library_missing"
  | "folder_in_use"
  | "folder_not_ours"
  | "folder_damaged"
  | "other_version"
  | "no_permission"
  | "no_disk_space"
  | "path_too_long"
  | "port_taken"
  | "start_failed"
  | "start_timed_out"
  | "stop_failed"
  | "server_unusable";

export class PostgresError extends Error {
  override readonly name = "PostgresError";
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** The `code` of a system error (ENOENT, EACCES, …), if it is one. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
