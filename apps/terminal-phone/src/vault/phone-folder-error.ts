/** What keeps the phone's folder from being used at all; the texts are chosen where people read them. */

export type PhoneFolderErrorCode =
  | "folder_unusable"
  /** Another program has this phone open. */
  | "folder_in_use"
  /** A file was cut, altered or belongs to another phone. */
  | "folder_damaged";

export class PhoneFolderError extends Error {
  override readonly name = "PhoneFolderError";
  readonly code: PhoneFolderErrorCode;
  readonly path: string;

  constructor(code: PhoneFolderErrorCode, path: string, cause?: unknown) {
    super(`${code}: ${path}`, { cause });
    this.code = code;
    this.path = path;
  }
}
