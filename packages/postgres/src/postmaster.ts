// The running server process: started, watched until it is ready, stopped.

import type { ChildProcess } from "node:child_process";
import { spawnSync } from "node:child_process";
import type { Runnable } from "./choose-run-as.ts";
import { endingWithStarter, run, start } from "./command.ts";
import {
  explainFailure,
  explainLoader,
  isPortTaken,
  readLogFrom,
  sizeOf,
} from "./explain-failure.ts";
import type { Layout } from "./layout.ts";
import { closeLog, openLog } from "./log-file.ts";
import { isReady } from "./orphaned-postmaster.ts";
import { processesOn } from "./orphaned-processes.ts";
import { PostgresError } from "./postgres-error.ts";
import { settingArguments, type Settings } from "./settings.ts";
import { waitUntil } from "./wait-until.ts";

const fastSeconds = 30;
const immediateSeconds = 15;

export interface Postmaster {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  /** Fast shutdown, after a bounded wait immediate, at last kill. */
  stop(): Promise<void>;
  /** For tests of crashes: no warning at all. */
  kill9(): Promise<void>;
}

export interface PostmasterOptions {
  readonly port: number;
  readonly settings: Settings;
  readonly startTimeoutSeconds: number;
  readonly endsWithStarter: boolean;
}

/** Starts the server and waits until it takes connections. */
export async function startPostmaster(
  layout: Layout,
  runnable: Runnable,
  options: PostmasterOptions,
): Promise<Postmaster> {
  const logStart = sizeOf(layout.log);
  const postmaster = await spawnPostmaster(layout, runnable, options);
  const settled = () => postmaster.hasEnded() || isReady(layout.cluster, postmaster.pid);
  const inTime = await waitUntil(settled, options.startTimeoutSeconds);
  if (inTime && !postmaster.hasEnded()) return postmaster;
  await postmaster.stop();
  const log = readLogFrom(layout.log, logStart);
  throw inTime ? explainEnd(layout, options, log) : timedOut(layout, options);
}

function explainEnd(layout: Layout, options: PostmasterOptions, log: string): PostgresError {
  if (!isPortTaken(log)) return explainFailure(layout.folder, log, layout.log);
  return new PostgresError(
    "port_taken",
    `The port ${options.port} on 127.0.0.1 is taken by another program: stop it or choose another port for the database.`,
  );
}

function timedOut(layout: Layout, options: PostmasterOptions): PostgresError {
  return new PostgresError(
    "start_timed_out",
    `The database was not ready after ${options.startTimeoutSeconds} seconds and was stopped: look into ${layout.log} and start again.`,
  );
}

async function spawnPostmaster(
  layout: Layout,
  { runAs, programs }: Runnable,
  options: PostmasterOptions,
): Promise<Postmaster> {
  const args = ["-D", layout.cluster, ...settingArguments(options.port, options.settings)];
  const ending = endingWithStarter(programs.postgres, args);
  const bound = options.endsWithStarter && canEndWithStarter(layout, { runAs, programs });
  const [file, fileArgs] = bound ? ending : [programs.postgres, args];
  const log = openLog(layout.log);
  try {
    const stdio = ["ignore", log, log] as const;
    const child = start(runAs, file, fileArgs, { cwd: layout.folder, stdio: [...stdio] });
    await spawned(child);
    return watch(child, layout, programs.pgCtl);
  } finally {
    closeLog(log);
  }
}

function canEndWithStarter(layout: Layout, { runAs, programs }: Runnable): boolean {
  const [file, args] = endingWithStarter(programs.postgres, ["--version"]);
  return run(runAs, file, args, layout.folder).ok;
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => {
      reject(
        explainLoader(error.message) ??
          new PostgresError("start_failed", `The database did not start: ${error.message}.`, error),
      );
    });
  });
}

function watch(child: ChildProcess, layout: Layout, pgCtl: string): Postmaster {
  const pid = child.pid ?? 0;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const send = (name: "SIGINT" | "SIGQUIT" | "SIGKILL") => {
    sendSignal(child, name, pgCtl);
  };
  // Where the kernel does not end it with us, at least an orderly exit does.
  const atExit = () => {
    send("SIGINT");
  };
  process.once("exit", atExit);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      process.removeListener("exit", atExit);
      resolve();
    });
  });
  const allGone = () => hasEnded() && processesOn(layout.cluster).length === 0;
  return {
    pid,
    ended,
    hasEnded,
    stop: async () => {
      if (!hasEnded()) await end(send, hasEnded);
    },
    kill9: async () => {
      send("SIGKILL");
      if (!(await waitUntil(allGone, immediateSeconds))) throw doesNotEnd(pid);
    },
  };
}

async function end(
  send: (name: "SIGINT" | "SIGQUIT" | "SIGKILL") => void,
  hasEnded: () => boolean,
): Promise<void> {
  send("SIGINT");
  if (await waitUntil(hasEnded, fastSeconds)) return;
  send("SIGQUIT");
  if (await waitUntil(hasEnded, immediateSeconds)) return;
  send("SIGKILL");
  await waitUntil(hasEnded, immediateSeconds);
}

function sendSignal(child: ChildProcess, name: "SIGINT" | "SIGQUIT" | "SIGKILL", pgCtl: string) {
  if (process.platform === "win32" && name !== "SIGKILL") {
    // Windows has no signals; pg_ctl speaks to the postmaster over its own pipe.
    spawnSync(pgCtl, ["kill", name.slice(3), String(child.pid)], { windowsHide: true });
  } else {
    child.kill(name);
  }
}

function doesNotEnd(pid: number): PostgresError {
  return new PostgresError(
    "stop_failed",
    `The database (process ${pid}) does not end: look at that process.`,
  );
}
