// All living processes that were started for a data folder: they have it in their command line, their
// environment or as their working directory.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export function processesOf(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => belongs(pid, folder))
    .map((pid) => `${pid} ${read(pid, "cmdline").replaceAll("\0", " ")}`);
}

function belongs(pid: string, folder: string): boolean {
  if (read(pid, "cmdline").includes(folder) || read(pid, "environ").includes(folder)) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
