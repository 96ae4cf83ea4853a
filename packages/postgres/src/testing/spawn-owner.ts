// Starts owner.ts as a process of its own and reads its line.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isAlive } from "../orphaned-processes.ts";
import { waitUntil } from "../wait-until.ts";

export interface Owner {
  readonly process: ChildProcess;
  readonly told: { pid: number; url: string; code?: string; message?: string };
  kill9(): Promise<void>;
  /** For the end of a test: nothing of it runs or writes any more. */
  endWithDatabase(): Promise<void>;
}

export interface OwnerOptions {
  readonly folder: string;
  readonly letsItLive?: boolean;
  readonly uid?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

export function spawnOwnerProcess({ folder, letsItLive, uid, environment }: OwnerOptions) {
  const args = [
    join(import.meta.dirname, "owner.ts"),
    folder,
    ...(letsItLive ? ["lets-it-live"] : []),
  ];
  return spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

export async function spawnOwner(options: OwnerOptions): Promise<Owner> {
  const child = spawnOwnerProcess(options);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  const told = JSON.parse(line) as Owner["told"];
  const kill9 = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  const endWithDatabase = async () => {
    await kill9();
    if (told.code === undefined) await waitUntil(() => !isAlive(told.pid), 30);
  };
  return { process: child, told, kill9, endWithDatabase };
}
