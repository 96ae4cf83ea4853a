// What the programs' last words mean, and what to do about it.

import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { PostgresError } from "./postgres-error.ts";

const tailBytes = 16_384;

export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** The log from `offset` on, at most its last 16 kB. */
export function readLogFrom(path: string, offset: number): string {
  if (!existsSync(path)) return "";
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const from = Math.max(Math.min(offset, size), size - tailBytes);
    const buffer = Buffer.alloc(size - from);
    readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString("utf8");
  } finally {
    closeSync(file);
  }
}

/** The line that tells most: the first fatal one, else the last one. */
export function usefulLineOf(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /\b(FATAL|PANIC): /.test(line));
  const line = fatal ?? lines.findLast((candidate) => /error/i.test(candidate)) ?? lines.at(-1);
  return (line ?? "it said nothing").replace(/^\S+ \S+ UTC \[\d+\] /, "").trim();
}

export function explainFailure(folder: string, log: string, logPath?: string): PostgresError {
  const line = usefulLineOf(log);
  const where = logPath === undefined ? "" : ` The whole log is ${logPath}.`;
  return (
    explainLoader(log) ??
    explainDisk(folder, log) ??
    explainPermission(folder, log, line) ??
    explainDamage(folder, log, `${line}.${where}`) ??
    new PostgresError("start_failed", `The database did not start: ${line}.${where}`)
  );
}

/** The dynamic loader's complaints name the library; it comes from the system, not from npm. */
export function explainLoader(output: string): PostgresError | undefined {
  const library = /loading shared libraries: ([^\s:]+)/.exec(output)?.[1];
  const version = /version [`'"]([^'"]+)['"] not found/.exec(output)?.[1];
  const missing = library ?? version;
  if (missing === undefined) return undefined;
  return new PostgresError(
    "library_missing",
    `The database needs the system library ${missing}, which is missing here: install it with the system's packages, or give a server in DATABASE_URL.`,
  );
}

function explainDisk(folder: string, log: string): PostgresError | undefined {
  if (!/No space left on device|Disk quota exceeded/.test(log)) return undefined;
  return new PostgresError(
    "no_disk_space",
    `There is no space left on the disk of the database folder ${folder}: free some space and start again.`,
  );
}

function explainPermission(folder: string, log: string, line: string): PostgresError | undefined {
  if (!/Permission denied|wrong ownership|Operation not permitted/.test(log)) return undefined;
  return new PostgresError(
    "no_permission",
    `The database may not use its folder ${folder} (${line}): give the folder to this user or choose another one.`,
  );
}

const damage =
  /checkpoint record|pg_control|incorrect checksum|database files are incompatible|not a valid data directory|invalid data in file|could not open (file|directory)|could not read|invalid page|WAL ends before|PANIC: /;

function explainDamage(folder: string, log: string, line: string): PostgresError | undefined {
  if (!damage.test(log)) return undefined;
  return new PostgresError(
    "folder_damaged",
    `The database folder ${folder} is damaged: restore it from a backup or begin anew with an empty folder. PostgreSQL says: ${line}`,
  );
}

export function isPortTaken(log: string): boolean {
  return /could not bind|could not create any TCP\/IP sockets|Address already in use/.test(log);
}
