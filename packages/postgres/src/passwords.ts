// The two roles of the embedded database and their passwords, made once per data folder.
//
// `admin` is the superuser, for this launcher; `application` owns the database and nothing else.
// They are kept in a 0600 file and never stand on a command line, in the environment or in a log.

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Layout } from "./layout.ts";
import { PostgresError } from "./postgres-error.ts";

export interface Passwords {
  readonly admin: string;
  readonly application: string;
}

export function makePasswords(): Passwords {
  const make = () => randomBytes(32).toString("base64url");
  return { admin: make(), application: make() };
}

/** One write that is seen whole or not at all. */
export function savePasswords(layout: Layout, passwords: Passwords): void {
  const next = `${layout.passwords}.new`;
  writeFileSync(next, JSON.stringify(passwords), { mode: 0o600, flush: true });
  renameSync(next, layout.passwords);
}

export function loadPasswords(layout: Layout): Passwords {
  if (existsSync(layout.passwords)) {
    const parsed = parsePasswords(readFileSync(layout.passwords, "utf8"));
    if (parsed !== undefined) return parsed;
  }
  throw new PostgresError(
    "folder_damaged",
    `The database folder ${layout.folder} is damaged (passwords.json is missing or unreadable): restore it from a backup or begin anew with an empty folder.`,
  );
}

function parsePasswords(text: string): Passwords | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    if (!("admin" in parsed) || !("application" in parsed)) return undefined;
    const { admin, application } = parsed;
    if (typeof admin !== "string" || typeof application !== "string") return undefined;
    return { admin, application };
  } catch {
    return undefined;
  }
}
