// Which of the ways of command.ts works here, found out by trying.

import { chownSync, existsSync, lchownSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { run, type RunAs } from "./command.ts";
import { explainLoader } from "./explain-failure.ts";
import { completeLinks, copyPrograms, type Programs } from "./find-programs.ts";
import type { Layout } from "./layout.ts";
import { PostgresError } from "./postgres-error.ts";

export interface Runnable {
  readonly runAs: RunAs;
  readonly programs: Programs;
}

// "nobody" has this number on every Linux.
const nobody = 65_534;

/** Decides as whom the database runs, gives that user the folder and sees that the programs start. */
export function chooseRunAs(layout: Layout, installed: Programs): Runnable {
  const complete = completeLinks(installed) ? installed : copyPrograms(installed, layout);
  if (process.getuid?.() !== 0) {
    assertOwned(layout);
    return {
      runAs: { how: "directly" },
      programs: runnable({ how: "directly" }, complete, layout),
    };
  }
  const runAs = candidatesFor(layout).find((candidate) => reaches(candidate, layout));
  if (runAs === undefined) throw nobodyReaches(layout);
  return { runAs, programs: runnable(runAs, complete, layout) };
}

function candidatesFor(layout: Layout): RunAs[] {
  const owner = ownerOf(layout);
  const { uid, gid } = owner.uid === 0 ? { uid: nobody, gid: nobody } : owner;
  const users: RunAs[] = [
    { how: "user", uid, gid, reach: false },
    { how: "user", uid, gid, reach: true },
  ];
  return owner.uid === 0 ? [{ how: "namespace" }, ...users] : users;
}

function ownerOf(layout: Layout): { uid: number; gid: number } {
  const { uid, gid } = statSync(existsSync(layout.cluster) ? layout.cluster : layout.folder);
  return { uid, gid };
}

function reaches(runAs: RunAs, layout: Layout): boolean {
  if (runAs.how === "user") handOver(layout, runAs.uid, runAs.gid);
  return run(runAs, "test", ["-w", layout.folder, "-a", "-x", layout.folder], "/").ok;
}

// PostgreSQL demands that its data directory belongs to the user it runs as.
function handOver(layout: Layout, uid: number, gid: number): void {
  chownSync(layout.folder, uid, gid);
  if (existsSync(layout.cluster) && statSync(layout.cluster).uid !== uid) {
    handOverTree(layout.cluster, uid, gid);
  }
}

function handOverTree(folder: string, uid: number, gid: number): void {
  chownSync(folder, uid, gid);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(folder, name), uid, gid);
  }
}

function copyFor(runAs: RunAs, programs: Programs, layout: Layout): Programs {
  const copy = copyPrograms(programs, layout);
  if (runAs.how === "user") handOverTree(layout.programs, runAs.uid, runAs.gid);
  return copy;
}

/** Root leaves nothing in the folder that its owner could not use later without root. */
export function handOverFiles(layout: Layout): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(layout.folder);
  for (const name of readdirSync(layout.folder)) {
    const path = join(layout.folder, name);
    if (path !== layout.cluster) lchownSync(path, uid, gid);
  }
}

function runnable(runAs: RunAs, programs: Programs, layout: Layout): Programs {
  const tried = run(runAs, programs.postgres, ["--version"], layout.folder);
  if (tried.ok) return programs;
  const loader = explainLoader(tried.output);
  if (loader !== undefined) throw loader;
  const copied = copyFor(runAs, programs, layout);
  const again = run(runAs, copied.postgres, ["--version"], layout.folder);
  if (again.ok) return copied;
  throw (
    explainLoader(again.output) ??
    new PostgresError(
      "programs_missing",
      `The built-in PostgreSQL does not run on this system (${again.output.trim() || (again.error?.message ?? "no message")}): give a server in DATABASE_URL.`,
      again.error,
    )
  );
}

function assertOwned(layout: Layout): void {
  const owner = existsSync(layout.cluster) ? statSync(layout.cluster).uid : undefined;
  const me = process.getuid?.();
  if (owner === undefined || me === undefined || owner === me) return;
  throw new PostgresError(
    "no_permission",
    `The database folder ${layout.folder} belongs to another user (${owner}): start as that user or choose another folder.`,
  );
}

function nobodyReaches(layout: Layout): PostgresError {
  return new PostgresError(
    "no_permission",
    `PostgreSQL does not run as root, and no other user may enter ${layout.folder}: choose a folder outside closed ones such as /root, or start as an ordinary user.`,
  );
}
