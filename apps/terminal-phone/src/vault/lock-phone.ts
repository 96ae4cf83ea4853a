/**
 * One program per phone at a time. The lock is the kernel's and ends with its process, kill -9 included,
 * so a stale one cannot exist and no process id has to be believed. Node has no flock; SQLite takes
 * such a lock for an exclusive transaction, so an empty SQLite file is used for its lock alone.
 */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PhoneFolderError } from "./phone-folder-error.ts";

export interface PhoneLock {
  release(): void;
}

const sqliteBusy = 5;

/** A handle that nobody referred to would be collected as garbage, and its lock would end before its process. */
const heldLocks = new Set<DatabaseSync>();

/** Waits up to `waitMilliseconds` for the other program to end. */
export function lockPhone(folder: string, waitMilliseconds: number): PhoneLock {
  const path = join(folder, "lock");
  let handle: DatabaseSync | undefined;
  try {
    // SQLite would make the file readable by everybody.
    writeFileSync(path, "", { flag: "a", mode: 0o600 });
    chmodSync(path, 0o600);
    handle = new DatabaseSync(path, { timeout: waitMilliseconds });
    handle.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const held = handle;
    heldLocks.add(held);
    return {
      release: () => {
        if (heldLocks.delete(held)) held.close();
      },
    };
  } catch (cause) {
    handle?.close();
    throw new PhoneFolderError(isBusy(cause) ? "folder_in_use" : "folder_unusable", path, cause);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}
