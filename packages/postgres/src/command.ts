// As whom the database programs run, and the command line that makes it so.
//
// PostgreSQL refuses to run as root. For root there are three ways, in this order:
//   namespace   root's own process in a user namespace, where its number is 1000; files stay root's
//   user        another user (nobody, or the owner of an existing database)
//   user+reach  the same, allowed to walk through folders that are closed to it (a checkout in /root)

import { spawn, spawnSync, type ChildProcess, type StdioOptions } from "node:child_process";

export type RunAs =
  | { readonly how: "directly" }
  | { readonly how: "namespace" }
  | { readonly how: "user"; readonly uid: number; readonly gid: number; readonly reach: boolean };

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export function commandAs(runAs: RunAs, file: string, args: readonly string[]): Command {
  if (runAs.how === "directly") return { file, args };
  if (runAs.how === "namespace") {
    const outside = ["--user", "--map-user=1000", "--map-group=1000", "--", file, ...args];
    return { file: "unshare", args: outside };
  }
  const { uid, gid } = runAs;
  if (!runAs.reach) return { file, args, uid, gid };
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  // Without the securebit access(2), with which PostgreSQL looks for its programs, would say no.
  const reach = [
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  return { file: "setpriv", args: [...identity, ...reach, "--", file, ...args] };
}

/** Wraps a command so that the kernel stops it (SIGINT: fast shutdown) when its starter dies. */
export function endingWithStarter(file: string, args: readonly string[]): [string, string[]] {
  return ["setpriv", ["--pdeathsig", "INT", "--", file, ...args]];
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdio: StdioOptions;
}

/** Starts a program in a session of its own: Ctrl-C in the terminal is for the launcher to pass on. */
export function start(
  runAs: RunAs,
  file: string,
  args: readonly string[],
  options: RunOptions,
): ChildProcess {
  const command = commandAs(runAs, file, args);
  return spawn(command.file, command.args, {
    ...processOptions(command, options.cwd),
    detached: true,
    stdio: options.stdio,
  });
}

export interface Finished {
  readonly ok: boolean;
  readonly output: string;
  readonly error: Error | undefined;
}

/** Runs a short program to its end. */
export function run(
  runAs: RunAs,
  file: string,
  args: readonly string[],
  cwd: string,
  timeoutSeconds = 20,
): Finished {
  const command = commandAs(runAs, file, args);
  const timeout = timeoutSeconds * 1000;
  const options = { ...processOptions(command, cwd), encoding: "utf8" as const, timeout };
  const done = spawnSync(command.file, command.args, options);
  const error = done.error;
  return { ok: done.status === 0, output: `${done.stdout}${done.stderr}`, error };
}

function processOptions(command: Command, cwd: string) {
  const { uid, gid } = command;
  return {
    cwd,
    env: cleanEnvironment(),
    windowsHide: true,
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  };
}

// Neither PG* variables (PGDATA, PGOPTIONS, …) nor the language of the user may change the outcome:
// the messages are read by this program.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "TMPDIR", "TEMP"];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(entries), LC_ALL: "C", TZ: "UTC" } as NodeJS.ProcessEnv;
}
