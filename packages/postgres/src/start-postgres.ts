// A PostgreSQL of our own on a data folder: the real programs, one owner, nothing to install.

import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { chooseRunAs, handOverFiles, type Runnable } from "./choose-run-as.ts";
import { adminRole, assertWhole, closeCluster, makeCluster } from "./cluster.ts";
import { explainFolderError } from "./explain-folder-error.ts";
import { findFreePort } from "./free-port.ts";
import { findPrograms } from "./find-programs.ts";
import { layoutOf, type Layout } from "./layout.ts";
import { lockFolder, type FolderLock } from "./lock-folder.ts";
import { watchLogSize } from "./log-file.ts";
import { endOrphans } from "./orphaned-postmaster.ts";
import { loadPasswords } from "./passwords.ts";
import { PostgresError } from "./postgres-error.ts";
import { startPostmaster, type Postmaster, type PostmasterOptions } from "./postmaster.ts";
import { prepareFolder, sweepHalfMade } from "./prepare-folder.ts";
import { applicationDatabase, applicationRole, prepareRoles } from "./prepare-roles.ts";
import type { Settings } from "./settings.ts";

export interface StartOptions {
  /** Made when it does not exist; for its owner alone (0700). */
  readonly dataFolder: string;
  /** On 127.0.0.1. Without it a free one is chosen. */
  readonly port?: number;
  /** Added to ours; what durability and secrecy depend on cannot be changed. */
  readonly settings?: Settings;
  /** Recovery after a crash counts too. */
  readonly startTimeoutSeconds?: number;
  /** Ask the kernel to stop the database when this process dies, kill -9 included (default: yes). */
  readonly endsWithStarter?: boolean;
}

export interface RunningPostgres {
  /** For programs: the owner of the database `ramznama`, no superuser. */
  readonly url: string;
  /** For upkeep: the superuser. */
  readonly adminUrl: string;
  readonly port: number;
  readonly pid: number;
  readonly logPath: string;
  /** Resolves when the server process ends without having been asked to. */
  readonly endedUnexpectedly: Promise<void>;
  stop(): Promise<void>;
  /** For tests of crashes: ends the server without a warning and keeps the folder. */
  kill9(): Promise<void>;
  /** Starts again on the same port, after kill9() or while running. */
  restart(): Promise<void>;
}

const portTries = 5;

export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const made = layoutOf(resolve(options.dataFolder));
  prepareFolder(made);
  const layout = layoutOf(realpathSync(made.folder));
  const lock = lockFolder(layout.folder);
  try {
    const runnable = await makeReady(layout);
    return await startOwned(layout, runnable, options, lock);
  } catch (error) {
    lock.release();
    throw explainFolderError(layout.folder, error);
  }
}

async function makeReady(layout: Layout): Promise<Runnable> {
  await sweepHalfMade(layout);
  if (existsSync(layout.cluster)) {
    assertWhole(layout);
    closeCluster(layout);
    loadPasswords(layout);
    await endOrphans(layout.cluster);
  }
  const runnable = chooseRunAs(layout, findPrograms());
  if (!existsSync(layout.cluster)) makeCluster(layout, runnable);
  handOverFiles(layout);
  return runnable;
}

async function startOwned(
  layout: Layout,
  runnable: Runnable,
  options: StartOptions,
  lock: FolderLock,
): Promise<RunningPostgres> {
  const started = await startOnSomePort(layout, runnable, options);
  const { port } = started.options;
  const passwords = loadPasswords(layout);
  const urlOf = (role: string, password: string, database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const adminUrl = urlOf(adminRole, passwords.admin, "postgres");
  try {
    await prepareRoles(adminUrl, passwords.application);
  } catch (error) {
    await started.postmaster.stop();
    throw new PostgresError(
      "start_failed",
      `The database started but did not let its own launcher in: look into ${layout.log}.`,
      error,
    );
  }
  handOverFiles(layout);
  const url = urlOf(applicationRole, passwords.application, applicationDatabase);
  const again = () => startPostmaster(layout, runnable, started.options);
  return own(started.postmaster, again, { url, adminUrl, port, logPath: layout.log }, lock);
}

async function startOnSomePort(layout: Layout, runnable: Runnable, wished: StartOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const options: PostmasterOptions = {
      port: wished.port ?? (await findFreePort()),
      settings: wished.settings ?? {},
      startTimeoutSeconds: wished.startTimeoutSeconds ?? 120,
      endsWithStarter: wished.endsWithStarter ?? true,
    };
    try {
      return { postmaster: await startPostmaster(layout, runnable, options), options };
    } catch (error) {
      // A port that we chose may have been taken in between.
      const taken = error instanceof PostgresError && error.code === "port_taken";
      if (!taken || wished.port !== undefined || attempt === portTries) throw error;
    }
  }
}

function own(
  first: Postmaster,
  again: () => Promise<Postmaster>,
  known: Pick<RunningPostgres, "url" | "adminUrl" | "port" | "logPath">,
  lock: FolderLock,
): RunningPostgres {
  let current = first;
  let asked = false;
  const stopWatching = watchLogSize(known.logPath);
  let tellEnd: (() => void) | undefined;
  const endedUnexpectedly = new Promise<void>((resolve) => {
    tellEnd = resolve;
  });
  const watch = (postmaster: Postmaster) => {
    void postmaster.ended.then(() => {
      if (!asked) tellEnd?.();
    });
  };
  watch(first);
  return {
    ...known,
    get pid() {
      return current.pid;
    },
    endedUnexpectedly,
    stop: async () => {
      asked = true;
      stopWatching();
      await current.stop();
      lock.release();
    },
    kill9: async () => {
      asked = true;
      await current.kill9();
    },
    restart: async () => {
      asked = true;
      await current.stop();
      current = await again();
      asked = false;
      watch(current);
    },
  };
}
