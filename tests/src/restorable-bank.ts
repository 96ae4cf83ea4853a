/** A bank on a PostgreSQL of its own whose data folder is copied and put back, as an operator does at night. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import { runCli, type CliRun } from "./run-cli.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";

export interface RestorableBank {
  readonly bank: TestBank;
  readonly journalFolder: string;
  /** Copies the data folder while the database is stopped. */
  backUp(): Promise<void>;
  /** Puts the copy back in place of the data; the server starts on it afterwards. */
  restore(): Promise<void>;
  /** The same under the running server, as a fail-over to a copy that lags behind looks to it. */
  swapUnderServer(): Promise<void>;
  /** Runs the operator's command line. */
  ramznama(...args: readonly string[]): Promise<CliRun>;
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
