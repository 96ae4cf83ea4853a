// The data folder: made for its owner alone, or recognised as one of ours.

import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { endInitialisers } from "./orphaned-processes.ts";
import { halfMadePrefix, type Layout } from "./layout.ts";
import { explainFolderError } from "./explain-folder-error.ts";
import { PostgresError } from "./postgres-error.ts";
import { waitUntil } from "./wait-until.ts";

// The lock is a SQLite file, whose path SQLite holds in 512 bytes (PostgreSQL takes 1024).
const pathBytesMax = 480;
const sweepSeconds = 30;

export function prepareFolder(layout: Layout): void {
  assertPathFits(layout.folder);
  try {
    mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
    assertOurs(layout);
    chmodSync(layout.folder, 0o700);
  } catch (error) {
    throw explainFolderError(layout.folder, error);
  }
}

/** Removes what an interrupted initialisation left. Only for the holder of the folder's lock. */
export async function sweepHalfMade(layout: Layout): Promise<void> {
  // A part of it that is just starting escapes one look and writes again: so until nothing is left.
  const clean = () => {
    const alone = endInitialisers(layout);
    for (const name of halfMadeIn(layout)) removeQuietly(join(layout.folder, name));
    return alone && halfMadeIn(layout).length === 0;
  };
  await waitUntil(clean, sweepSeconds);
}

function halfMadeIn(layout: Layout): string[] {
  return readdirSync(layout.folder).filter((name) => name.startsWith(halfMadePrefix));
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody still writes there; the next look removes it. What stays is in nobody's way.
  }
}

function assertPathFits(folder: string): void {
  const bytes = Buffer.byteLength(folder);
  if (bytes <= pathBytesMax) return;
  throw new PostgresError(
    "path_too_long",
    `The path of the database folder has ${bytes} bytes and may have at most ${pathBytesMax}: choose a shorter one.`,
  );
}

// A folder of somebody else's files is never made into a database.
function assertOurs(layout: Layout): void {
  const known = [layout.cluster, layout.passwords, layout.lock, layout.owner].map((p) =>
    basename(p),
  );
  const names = readdirSync(layout.folder);
  const ours = names.some((name) => known.includes(name) || name.startsWith(halfMadePrefix));
  if (names.length === 0 || ours) return;
  throw new PostgresError(
    "folder_not_ours",
    `The folder ${layout.folder} holds other files and no database of ours: choose an empty folder or one that does not exist yet.`,
  );
}
