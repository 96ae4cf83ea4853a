// The folder that holds all that must not be lost: made, recognised, locked, and on request erased.
//
// Erasing is written down before it begins and crossed out when it is done, so that a killed --fresh is
// finished by the next start and never taken for a whole folder.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { endOrphanedDatabase, lockFolder, type FolderLock } from "@ramznama/postgres";
import { LauncherError } from "./launcher-error.ts";

export interface DataFolder {
  readonly path: string;
  readonly postgres: string;
  readonly sandbox: string;
  readonly logs: string;
  readonly keyFile: string;
  /** The server's journal, a folder per database; it is never restored together with the database. */
  readonly journal: string;
  readonly releaseKey: string;
  readonly releasePublicKey: string;
  /** The built app, for this release key. */
  readonly mobileBank: string;
  /** The built console of the branches. */
  readonly branchConsole: string;
  /** The certificates of --lan. */
  readonly lan: string;
}

const marker = "ramznama-data.json";
const erasing = "erasing";
const kept = [marker, erasing, "owner.lock", "owner.json"];

export interface OwnedDataFolder {
  readonly data: DataFolder;
  readonly lock: FolderLock;
}

/** Makes or takes the folder for this process; throws when it is not ours or has a living owner. */
export async function ownDataFolder(path: string, fresh: boolean): Promise<OwnedDataFolder> {
  try {
    makeFolder(path);
    return await take(dataFolderAt(realpathSync(path)), fresh);
  } catch (error) {
    throw explain(path, error);
  }
}

async function take(data: DataFolder, fresh: boolean): Promise<OwnedDataFolder> {
  const lock = lockFolder(data.path);
  try {
    if (fresh || existsSync(join(data.path, erasing))) await erase(data);
    writeFileSync(
      join(data.path, marker),
      `{"about":"The data of a Ramznama on this machine."}\n`,
      {
        mode: 0o600,
      },
    );
    for (const folder of [data.logs, data.sandbox]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    return { data, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function dataFolderAt(path: string): DataFolder {
  return {
    path,
    postgres: join(path, "postgres"),
    sandbox: join(path, "sandbox"),
    logs: join(path, "logs"),
    keyFile: join(path, "kek.key"),
    journal: join(path, "journal"),
    releaseKey: join(path, "release-key.json"),
    releasePublicKey: join(path, "release-key.public.json"),
    mobileBank: join(path, "web", "mobile-bank"),
    branchConsole: join(path, "web", "branch"),
    lan: join(path, "lan"),
  };
}

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  assertOurs(path);
  chmodSync(path, 0o700);
}

// Nobody's files are mixed with ours, and --fresh deletes nobody's files.
function assertOurs(path: string): void {
  const names = readdirSync(path);
  if (names.length === 0 || names.includes(marker)) return;
  // A start that was killed at its very beginning leaves the lock alone.
  if (names.every((name) => kept.includes(name))) return;
  throw new LauncherError(
    "folder_not_ours",
    `The folder ${path} holds other files and no data of Ramznama: choose an empty one, for example with RAMZNAMA_DATA=/another/folder npm start.`,
  );
}

// What the system refuses (EACCES, ENOSPC, …); our own errors say it themselves already.
function explain(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  const code = String(error.code);
  const sentence =
    code === "ENOSPC"
      ? `There is no space left for the data folder ${path}: free some space and start again.`
      : `The data folder ${path} cannot be made or written (${code}): choose another one, for example with RAMZNAMA_DATA=/another/folder npm start.`;
  return new LauncherError("folder_unusable", sentence, error);
}

async function erase(data: DataFolder): Promise<void> {
  writeFileSync(join(data.path, erasing), "", { mode: 0o600, flush: true });
  await endOrphanedDatabase(data.postgres);
  for (const name of readdirSync(data.path)) {
    if (kept.includes(name)) continue;
    rmSync(join(data.path, name), { recursive: true, force: true, maxRetries: 10 });
  }
  rmSync(join(data.path, erasing));
}
