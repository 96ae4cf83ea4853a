/** A bank on a PostgreSQL of its own whose data folder is copied and put back, as an operator does at night. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";

const cliFile = fileURLToPath(new URL("../../apps/server/src/cli.ts", import.meta.url));

export interface RestorableBank {
  readonly bank: TestBank;
  readonly journalFolder: string;
  /** Copies the data folder while the database is stopped. */
  backUp(): Promise<void>;
  /** Puts the copy back in place of the data; the server starts on it afterwards. */
  restore(): Promise<void>;
  /** The same under the running server, as a fail-over to a copy that lags behind looks to it. */
  swapUnderServer(): Promise<void>;
  /** Runs the operator's command line; standard output as it is. */
  ramznama(
    ...args: readonly string[]
  ): Promise<{ readonly exitCode: number; readonly output: string }>;
  stop(): Promise<void>;
}

export const startRestorableBank = async (): Promise<RestorableBank> => {
  const folder = await mkdtemp(join(tmpdir(), "ramznama-restore-"));
  const data = join(folder, "data");
  const copy = join(folder, "copy");
  const journalFolder = join(folder, "journal");
  let postgres: RunningPostgres = await startPostgres({ dataFolder: data });
  const { port } = postgres;
  const bank = await startTestBank({
    clock: createTestClock(Math.floor(Date.now() / 1000) * 1000),
    databaseUrl: postgres.url,
    journalFolder,
  });
  const replaceFolder = async (change: () => Promise<unknown>): Promise<void> => {
    await postgres.stop();
    await change();
    postgres = await startPostgres({ dataFolder: data, port });
  };
  const putBack = async (): Promise<void> => {
    await rm(data, { recursive: true });
    await cp(copy, data, { recursive: true });
  };
  return {
    bank,
    journalFolder,
    backUp: () =>
      bank.whileServerIsAway(() =>
        replaceFolder(async () => {
          await rm(copy, { recursive: true, force: true });
          await cp(data, copy, { recursive: true });
        }),
      ),
    restore: () => bank.whileServerIsAway(() => replaceFolder(putBack)),
    swapUnderServer: () => replaceFolder(putBack),
    ramznama: (...args) => runCli(bank, args),
    stop: async () => {
      await bank.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const runCli = async (bank: TestBank, args: readonly string[]) => {
  try {
    const run = promisify(execFile)(process.execPath, [cliFile, ...args], {
      env: { ...bank.environment },
    });
    return { exitCode: 0, output: (await run).stdout };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stdout" in error)) throw error;
    return { exitCode: Number(error.code), output: String(error.stdout) };
  }
};
