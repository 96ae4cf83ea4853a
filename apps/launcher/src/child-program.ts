// One program of the system as a child process of the same Node.
//
// Each has a session of its own, so that Ctrl-C reaches the launcher alone, which then stops all in
// order. Each has an IPC channel: it closes when the launcher dies, however it dies, and the child's
// part of the convention is to end on 'disconnect' (README.md).

import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { lastTrouble, openLog, sizeOfLog } from "./child-log.ts";
import { LauncherError } from "./launcher-error.ts";

export interface ProgramOptions {
  /** As people call it: "server". */
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly logPath: string;
}

export interface Program {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<number | undefined>;
  hasEnded(): boolean;
  /** Why it ended by itself, for people. */
  explainEnd(): LauncherError;
  /** Asks, waits, at last kills. */
  stop(): Promise<void>;
  kill(): void;
}

const stopSeconds = 15;

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, file, logPath } = options;
  if (!existsSync(file)) {
    throw new LauncherError(
      "program_missing",
      `The ${name} is missing (${file}): get the whole project and run "npm ci".`,
    );
  }
  const logStart = sizeOfLog(logPath);
  const child = await spawnProgram(options);
  return watch(child, name, () => explain(name, logPath, logStart));
}

async function spawnProgram(options: ProgramOptions): Promise<ChildProcess> {
  const log = openLog(options.logPath);
  try {
    const child = spawn(process.execPath, [options.file, ...(options.args ?? [])], {
      env: options.environment,
      stdio: ["ignore", log, log, "ipc"],
      detached: true,
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    return child;
  } finally {
    closeSync(log);
  }
}

function watch(child: ChildProcess, name: string, explainEnd: () => LauncherError): Program {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<number | undefined>((resolve) => {
    child.once("exit", (code) => {
      resolve(code ?? undefined);
    });
  });
  const kill = () => {
    if (!hasEnded()) killGroup(child);
  };
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    hasEnded,
    explainEnd,
    kill,
    stop: async () => {
      if (hasEnded()) return;
      child.kill("SIGTERM");
      const limit = new AbortController();
      await Promise.race([
        ended,
        pause(stopSeconds * 1000, undefined, { signal: limit.signal }).catch(() => undefined),
      ]);
      limit.abort();
      kill();
      await ended;
    },
  };
}

// What the child may have started itself is in its session and goes with it.
function killGroup(child: ChildProcess): void {
  try {
    if (process.platform !== "win32" && child.pid !== undefined)
      process.kill(-child.pid, "SIGKILL");
  } catch {
    // The session is gone already.
  }
  child.kill("SIGKILL");
}

function explain(name: string, logPath: string, logStart: number): LauncherError {
  const trouble = lastTrouble(logPath, logStart);
  const said = trouble === undefined ? "" : `: ${trouble}`;
  return new LauncherError(
    "program_ended",
    `The ${name} ended by itself${said}. Its log is ${logPath}.`,
  );
}
