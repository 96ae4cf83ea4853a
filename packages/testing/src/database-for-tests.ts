// One PostgreSQL for the whole test run (vitest globalSetup): the embedded one in a temporary folder,
// or the server in TEST_DATABASE_URL, whose role must be allowed to create databases.

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import pg from "pg";
import { dropDatabase } from "./drop-database.ts";
import {
  testDatabasePrefix,
  testRunVariable,
  testServerUrl,
  testServerVariable,
} from "./test-server-url.ts";

let running: { readonly postgres: RunningPostgres; readonly folder: string } | undefined;

export async function setup(): Promise<void> {
  const given = process.env["TEST_DATABASE_URL"];
  // Test processes are started after this and inherit the environment.
  process.env[testRunVariable] = randomBytes(4).toString("hex");
  process.env[testServerVariable] = given ?? (await startEmbedded());
}

export async function teardown(): Promise<void> {
  if (running === undefined) {
    await dropDatabasesOfThisRun(testServerUrl());
    return;
  }
  await running.postgres.stop();
  rmSync(running.folder, { recursive: true, force: true });
}

async function startEmbedded(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ramznama-test-database-"));
  const postgres = await startPostgres({ dataFolder: folder });
  running = { postgres, folder };
  await allowCreatingDatabases(postgres);
  return postgres.url;
}

// The tests run as the application does, as an ordinary role; this is the only thing more it may.
async function allowCreatingDatabases(postgres: RunningPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  await client.query(`ALTER ROLE ${new URL(postgres.url).username} CREATEDB`);
  await client.end();
}

// A server that was given outlives the run, and so would templates and what a killed test left.
async function dropDatabasesOfThisRun(server: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const found = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
    [testDatabasePrefix()],
  );
  for (const { datname } of found.rows) await dropDatabase(client, datname);
  await client.end();
}
