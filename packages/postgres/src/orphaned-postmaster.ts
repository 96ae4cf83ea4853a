// What a dead owner left running. Whoever holds the folder's lock is the only one who may call this:
// then every PostgreSQL process on the folder is an orphan.
//
// A process id proves nothing, it may have been given to another program since (orphaned-processes.ts).

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, isOurs, processesOn } from "./orphaned-processes.ts";
import { PostgresError } from "./postgres-error.ts";
import { waitUntil } from "./wait-until.ts";

const fastSeconds = 60;
const immediateSeconds = 20;

/** Ends the orphans on this data directory and leaves it ready for a new start. */
export async function endOrphans(cluster: string): Promise<void> {
  const pid = postmasterPidOf(cluster);
  if (pid !== undefined && isOurs(pid, cluster)) await endPostmaster(pid, cluster);
  // Backends of a killed postmaster end by themselves when they notice.
  if (!(await waitUntil(() => processesOn(cluster).length === 0, immediateSeconds))) {
    throw stillRunning(cluster, processesOn(cluster));
  }
  forgetStranger(cluster);
}

async function endPostmaster(pid: number, cluster: string): Promise<void> {
  const gone = () => !isOurs(pid, cluster);
  signal(pid, "SIGINT");
  if (await waitUntil(gone, fastSeconds)) return;
  signal(pid, "SIGQUIT");
  if (await waitUntil(gone, immediateSeconds)) return;
  throw stillRunning(cluster, [pid]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in between.
  }
}

// PostgreSQL itself refuses to start while the process named in postmaster.pid lives. It does not
// ask whether that process is a database; here it is known that none is on this folder.
function forgetStranger(cluster: string): void {
  const pid = postmasterPidOf(cluster);
  if (pid !== undefined && isAlive(pid)) rmSync(join(cluster, "postmaster.pid"), { force: true });
}

export function postmasterPidOf(cluster: string): number | undefined {
  const path = join(cluster, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const pid = Number.parseInt(readFileSync(path, "utf8").split("\n")[0] ?? "", 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

/** The eighth line of postmaster.pid tells how far the start has come (PostgreSQL: pidfile.h). */
export function isReady(cluster: string, pid: number): boolean {
  const path = join(cluster, "postmaster.pid");
  if (!existsSync(path)) return false;
  const lines = readFileSync(path, "utf8").split("\n");
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

function stillRunning(cluster: string, pids: readonly number[]): PostgresError {
  return new PostgresError(
    "folder_in_use",
    `An earlier database on ${cluster} does not end (process ${pids.join(", ")}): end it with "kill -QUIT" and start again.`,
  );
}
