// One owner per folder. The lock is held by the kernel for the living process and by nothing else:
// it ends with its owner, kill -9 included, and no process id has to be believed.
//
// Node has no flock. SQLite takes such a lock (fcntl, LockFileEx on Windows) the moment a transaction
// becomes exclusive, so an empty SQLite file is used for its lock alone.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { explainFolderError } from "./explain-folder-error.ts";
import { PostgresError } from "./postgres-error.ts";

export interface FolderLock {
  release(): void;
}

export interface FolderOwner {
  readonly pid: number;
  readonly since: string;
}

// https://www.sqlite.org/rescode.html
const sqliteBusy = 5;
const systemCodes: ReadonlyMap<number, string> = new Map([
  [8, "EROFS"],
  [13, "ENOSPC"],
  [14, "EACCES"],
]);

/** Locks `folder` for this process until `release()` or its end; throws `folder_in_use`. */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, "owner.lock");
  const handle = open(path, folder);
  const owner: FolderOwner = { pid: process.pid, since: new Date().toISOString() };
  writeFileSync(ownerPath(path), JSON.stringify(owner), { mode: 0o600 });
  return {
    release: () => {
      if (handle.isOpen) handle.close();
    },
  };
}

/** The living owner of `folder`, or undefined when nobody holds it. */
export function findFolderOwner(folder: string): FolderOwner | undefined {
  try {
    lockFolder(folder).release();
    return undefined;
  } catch (error) {
    if (!(error instanceof PostgresError) || error.code !== "folder_in_use") throw error;
    return loadOwner(join(folder, "owner.lock")) ?? { pid: 0, since: "" };
  }
}

function open(path: string, folder: string): DatabaseSync {
  let handle: DatabaseSync | undefined;
  try {
    // SQLite would make the file readable by everybody.
    writeFileSync(path, "", { flag: "a", mode: 0o600 });
    chmodSync(path, 0o600);
    handle = new DatabaseSync(path);
    handle.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return handle;
  } catch (error) {
    handle?.close();
    throw explainLockError(path, folder, error);
  }
}

function explainLockError(path: string, folder: string, error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  if (code === sqliteBusy) return inUse(path);
  const systemCode = typeof code === "number" ? systemCodes.get(code) : undefined;
  if (systemCode === undefined) return explainFolderError(folder, error);
  return explainFolderError(
    folder,
    Object.assign(new Error("The lock failed.", { cause: error }), { code: systemCode }),
  );
}

function inUse(path: string): PostgresError {
  const owner = loadOwner(path);
  const who =
    owner === undefined ? "another process" : `process ${owner.pid} (since ${owner.since})`;
  return new PostgresError(
    "folder_in_use",
    `The folder ${dirname(path)} is in use by ${who}: stop that one first or choose another folder.`,
  );
}

function ownerPath(lockPath: string): string {
  return join(dirname(lockPath), `${basename(lockPath, ".lock")}.json`);
}

// The name of the owner is told for convenience only; the lock does not depend on it.
function loadOwner(lockPath: string): FolderOwner | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(ownerPath(lockPath), "utf8"));
    if (typeof parsed !== "object" || parsed === null) return undefined;
    if (!("pid" in parsed) || !("since" in parsed)) return undefined;
    if (typeof parsed.pid !== "number" || typeof parsed.since !== "string") return undefined;
    return { pid: parsed.pid, since: parsed.since };
  } catch {
    return undefined;
  }
}
