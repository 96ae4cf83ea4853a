/** A bank whose server process and whose PostgreSQL may be killed at any moment, among as many people as needed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@ramznama/postgres";
import { openTown, type Town } from "./model/town.ts";
import { startServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

export interface Blow {
  readonly blow: Promise<unknown>;
  readonly fallen: "server" | "database" | "both";
}

export interface KillableBank {
  readonly bank: TestBank;
  readonly town: Town;
  /** Where the process that gets killed listens now. */
  publicUrl(): string;
  internalUrl(): string;
  /** Waits for the blow, kills what is to fall, lets `works` come to their ends, and brings back what fell. */
  killDuring(works: readonly Promise<unknown>[], how: Blow): Promise<void>;
  stop(): Promise<void>;
}

export const startKillableBank = async (): Promise<KillableBank> => {
  const folder = await mkdtemp(join(tmpdir(), "ramznama-killable-"));
  const postgres = await startPostgres({ dataFolder: folder });
  const town = await openTown();
  const bank = await startTestBank({
    clock: machineClock,
    databaseUrl: postgres.url,
    neighbours: town,
    keepsLog: false,
  });
  let server = await startServerProcess(bank.environment);
  return {
    bank,
    town,
    publicUrl: () => server.publicUrl,
    internalUrl: () => server.internalUrl,
    killDuring: async (works, { blow, fallen }) => {
      const all = Promise.allSettled(works);
      await Promise.race([blow, all]);
      if (fallen !== "database") await server.kill9();
      if (fallen !== "server") {
        await postgres.kill9();
        await postgres.restart();
      }
      await all;
      if (fallen !== "database") server = await startServerProcess(bank.environment);
    },
    stop: async () => {
      await server.kill9();
      await bank.stop();
      await town.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
