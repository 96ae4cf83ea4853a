/** What the shell is told (README.md, Exit codes). */
export const exitCodes = {
  done: 0,
  /** The bank refused. */
  refused: 1,
  /** Something typed is missing or wrong; nothing was sent. */
  input: 2,
  /** No answer from the bank. Nothing is lost: the same command goes on. */
  unanswered: 3,
  /** The entry password did not fit, or the vault is gone or was never made. */
  locked: 4,
  /** The folder cannot be used: another program has it, or a file is damaged. */
  folder: 5,
  /** The next code may be shown in some seconds. */
  wait: 6,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
