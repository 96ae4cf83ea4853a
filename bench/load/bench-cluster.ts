/** The PostgreSQL of the benches: the embedded one as the project ships it, in a folder that later runs find again. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import pg from "pg";

export interface BenchCluster {
  readonly postgres: RunningPostgres;
  readonly folder: string;
  /** Of the application's role, in a database of this name. */
  urlOf(database: string): string;
  /** The same for the superuser. */
  adminUrlOf(database: string): string;
  exists(database: string): Promise<boolean>;
  /** Makes it anew, empty. */
  create(database: string): Promise<void>;
  /** So that no run pays for what another left to be written. */
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
}

export const benchFolder = resolve(process.env["BENCH_DATA"] ?? "bench/.data");

export const startBenchCluster = async (): Promise<BenchCluster> => {
  mkdirSync(benchFolder, { recursive: true });
  const postgres = await startPostgres({ dataFolder: join(benchFolder, "database") });
  const asAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withClient(postgres.adminUrl, work);
  return {
    postgres,
    folder: benchFolder,
    urlOf: (database) => inDatabase(postgres.url, database),
    adminUrlOf: (database) => inDatabase(postgres.adminUrl, database),
    exists: (database) =>
      asAdmin(async (client) => {
        const found = await client.query("select from pg_database where datname = $1", [database]);
        return found.rowCount === 1;
      }),
    create: (database) =>
      asAdmin(async (client) => {
        const owner = new URL(postgres.url).username;
        await client.query(`drop database if exists ${database} with (force)`);
        await client.query(`create database ${database} owner ${owner}`);
      }),
    checkpoint: () =>
      asAdmin(async (client) => {
        await client.query("checkpoint");
      }),
    stop: () => postgres.stop(),
  };
};

export const withClient = async <T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const inDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
};
