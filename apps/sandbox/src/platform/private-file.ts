/**
 * Files of the data folder. They hold signing keys and text messages, so the folder is 0700 and
 * every file in it is 0600, whatever the umask of the person who starts the sandbox.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { SandboxError } from "./sandbox-error.ts";

export function openDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (cause) {
    throw new SandboxError(
      "data_folder_unusable",
      `The data folder ${folder} cannot be created or written.`,
      cause,
    );
  }
}

/** The file's text, or undefined when there is no such file. */
export function loadPrivateFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new SandboxError("data_folder_unusable", `The file ${path} cannot be read.`, cause);
  }
}

/** Writes beside and renames, so that a crash leaves the old file or the new one, never half of one. */
export function savePrivateFile(path: string, text: string): void {
  const beside = `${path}.new`;
  try {
    writeFileSync(beside, text, { mode: 0o600, flush: true });
    chmodSync(beside, 0o600);
    renameSync(beside, path);
  } catch (cause) {
    throw new SandboxError("data_folder_unusable", `The file ${path} cannot be written.`, cause);
  }
}
