// The PostgreSQL data directory: made whole or not at all, looked at before it is started.

import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Runnable } from "./choose-run-as.ts";
import { handOverFiles } from "./choose-run-as.ts";
import { run } from "./command.ts";
import { explainFailure } from "./explain-failure.ts";
import { halfMadePrefix, type Layout } from "./layout.ts";
import { makePasswords, savePasswords } from "./passwords.ts";
import { PostgresError } from "./postgres-error.ts";

export const majorVersion = "18";
export const adminRole = "ramznama_admin";
// It takes a second; a slow disk that must sync a thousand files may take long.
const initialiseTimeoutSeconds = 300;

/**
 * Initialises into a folder beside and renames it when it is whole and on disk, so that a killed
 * initialisation is never taken for a database.
 */
export function makeCluster(layout: Layout, runnable: Runnable): void {
  const half = mkdtempSync(join(layout.folder, halfMadePrefix));
  const passwordFile = `${half}.password`;
  const passwords = makePasswords();
  try {
    writeFileSync(passwordFile, passwords.admin, { mode: 0o600 });
    handOverFiles(layout);
    initialise(layout, runnable, half, passwordFile);
    savePasswords(layout, passwords);
    renameSync(half, layout.cluster);
    syncFolder(layout.folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
}

function initialise(
  layout: Layout,
  { runAs, programs }: Runnable,
  half: string,
  passwordFile: string,
) {
  // The collation is part of PostgreSQL itself (code point order), so that no update of the system
  // changes an index's order. Checksums are on by default since 18.
  const done = run(
    runAs,
    programs.initdb,
    [
      `--pgdata=${half}`,
      `--username=${adminRole}`,
      `--pwfile=${passwordFile}`,
      "--auth-host=scram-sha-256",
      "--auth-local=reject",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ],
    layout.folder,
    initialiseTimeoutSeconds,
  );
  if (!done.ok) throw explainFailure(layout.folder, done.output || (done.error?.message ?? ""));
}

// A rename is durable when the folder that holds the name is.
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}

/** Throws when the directory cannot be a whole database of this version. */
export function assertWhole(layout: Layout): void {
  const version = versionOf(layout);
  if (version === undefined) throw damaged(layout, "PG_VERSION");
  if (version !== majorVersion) {
    throw new PostgresError(
      "other_version",
      `The database in ${layout.folder} was made by PostgreSQL ${version} and this is ${majorVersion}: export it with that version, or begin anew with an empty folder.`,
    );
  }
  for (const needed of ["global/pg_control", "pg_wal", "base", "pg_hba.conf"]) {
    if (!existsSync(join(layout.cluster, needed))) throw damaged(layout, needed);
  }
}

/** PostgreSQL refuses a directory that others may enter, as a copied or restored one often is. */
export function closeCluster(layout: Layout): void {
  if (process.platform !== "win32") chmodSync(layout.cluster, 0o700);
}

function versionOf(layout: Layout): string | undefined {
  const path = join(layout.cluster, "PG_VERSION");
  return existsSync(path) ? readFileSync(path, "utf8").trim() || undefined : undefined;
}

function damaged(layout: Layout, missing: string): PostgresError {
  return new PostgresError(
    "folder_damaged",
    `The database folder ${layout.folder} is damaged (${missing} is missing): restore it from a backup or begin anew with an empty folder.`,
  );
}
