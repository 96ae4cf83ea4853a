// The ceremony of the first start: keys and their signed list, made by the server's own command line.
//
// It is noted when it is done. A ceremony that was killed runs again; the server's command makes what
// is missing and keeps what is there.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProgram, type Program } from "./child-program.ts";
import type { DataFolder } from "./data-folder.ts";

export function setUp(
  cli: string,
  environment: NodeJS.ProcessEnv,
  data: DataFolder,
): Promise<Program> {
  return startProgram({
    name: "first setup",
    file: cli,
    args: ["setup", "--data", data.path, "--release-key", data.releaseKey],
    environment,
    logPath: join(data.logs, "setup.log"),
  });
}

/** Whether this folder has been set up with this database (undefined: the built-in one). */
export function isSetUp(data: DataFolder, databaseUrl: string | undefined): boolean {
  const path = notePath(data);
  // A folder that lost the phones' key is set up again: what is there is kept, what is missing is made from it.
  if (!existsSync(data.releasePublicKey)) return false;
  return (
    existsSync(path) && readFileSync(path, "utf8").split("\n").includes(databaseName(databaseUrl))
  );
}

export function noteSetUp(data: DataFolder, databaseUrl: string | undefined): void {
  const path = notePath(data);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  writeFileSync(`${path}.new`, `${before}${databaseName(databaseUrl)}\n`, {
    mode: 0o600,
    flush: true,
  });
  renameSync(`${path}.new`, path);
}

function notePath(data: DataFolder): string {
  return join(data.path, "set-up-databases.txt");
}

// The address holds a password, so only its digest is kept; password and options left out, since a new
// password does not make another database.
export function databaseName(databaseUrl: string | undefined): string {
  if (databaseUrl === undefined) return "built-in";
  const { hostname, port, pathname } = new URL(databaseUrl);
  return createHash("sha256").update(`${hostname}:${port}${pathname}`).digest("hex");
}
