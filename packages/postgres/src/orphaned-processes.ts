// Which processes are ours. On Linux: those whose program is PostgreSQL's and whose working directory is
// our folder; elsewhere: those whose command line names both.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { halfMadePrefix, type Layout } from "./layout.ts";

const hasProc = existsSync("/proc/self/cwd");

/** All servers and their children that work on this data directory; empty where there is no /proc. */
export function processesOn(cluster: string): number[] {
  return allProcesses().filter((pid) => isOurs(pid, cluster));
}

export function isOurs(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (!hasProc) return namesCluster(pid, cluster);
  return programOf(pid) === "postgres" && folderOf(pid) === realpathSync(cluster);
}

/** Kills an initialisation that outlived its starter; true when there was none. */
export function endInitialisers(layout: Layout): boolean {
  const left = allProcesses().filter((pid) => initialises(pid, layout));
  for (const pid of left) kill(pid);
  return left.length === 0;
}

// They start in our folder, and the server that initdb runs goes on to the half-made directory.
function initialises(pid: number, layout: Layout): boolean {
  const program = programOf(pid);
  if (program !== "initdb" && program !== "postgres") return false;
  const place = folderOf(pid);
  return place === layout.folder || place?.startsWith(join(layout.folder, halfMadePrefix)) === true;
}

function allProcesses(): number[] {
  if (!hasProc) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function programOf(pid: number): string | undefined {
  const path = link(pid, "exe");
  return path === undefined ? undefined : basename(path);
}

function folderOf(pid: number): string | undefined {
  return link(pid, "cwd");
}

function link(pid: number, name: "exe" | "cwd"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`).replace(/ \(deleted\)$/, "");
  } catch {
    // Ended, or another user's and so not ours.
    return undefined;
  }
}

function namesCluster(pid: number, cluster: string): boolean {
  const asked = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return asked.status === 0 && asked.stdout.includes("postgres") && asked.stdout.includes(cluster);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended in between.
  }
}
