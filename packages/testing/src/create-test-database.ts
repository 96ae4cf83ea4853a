// A fresh database for a test file, made in some ten milliseconds and dropped afterwards.

import { randomBytes } from "node:crypto";
import pg from "pg";
import { dropDatabase } from "./drop-database.ts";
import { testDatabasePrefix, testServerUrl } from "./test-server-url.ts";

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Ends whoever is still connected and drops it. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** The name of a database to copy; nobody may be connected to it. See `ensureTestTemplate`. */
  readonly template?: string;
}

export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = testDatabasePrefix() + randomBytes(6).toString("hex");
  const template = options.template ?? "template0";
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${quote(name)} TEMPLATE ${quote(template)}`),
  );
  const drop = async () => {
    await onServer(server, (client) => dropDatabase(client, name));
  };
  return { url: urlOf(server, name), name, drop };
}

/**
 * Makes a template once for all test processes of the run and returns its full name: `build` fills it
 * (migrations) and must have closed its connections when it resolves. Callers at the same time wait
 * for the first.
 */
export async function ensureTestTemplate(
  shortName: string,
  build: (url: string) => Promise<void>,
): Promise<string> {
  const server = testServerUrl();
  const name = testDatabasePrefix() + shortName;
  await onServer(server, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 1) return;
    const half = `${name}_half_${randomBytes(4).toString("hex")}`;
    await client.query(`CREATE DATABASE ${quote(half)} TEMPLATE template0`);
    await build(urlOf(server, half));
    await client.query(`ALTER DATABASE ${quote(half)} RENAME TO ${quote(name)}`);
  });
  return name;
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function quote(name: string): string {
  return pg.escapeIdentifier(name);
}
