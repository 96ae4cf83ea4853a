import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { createTestDatabase, ensureTestTemplate, type TestDatabase } from "./index.ts";

const made: TestDatabase[] = [];

afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});

async function create(template?: string): Promise<TestDatabase> {
  const database = await createTestDatabase(template === undefined ? {} : { template });
  made.push(database);
  return database;
}

async function ask(url: string, question: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(question);
    return rows;
  } finally {
    await client.end();
  }
}

test("two test databases share nothing", async () => {
  const [one, two] = [await create(), await create()];
  await ask(one.url, "CREATE TABLE here (x int)");
  expect(await ask(two.url, "SELECT to_regclass('here') AS found")).toEqual([{ found: null }]);
});

test("a dropped test database is gone, even when somebody is still connected", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  // pg tells a broken connection more than once.
  const ended = new Promise((resolve) => client.on("error", resolve));
  await client.connect();
  await database.drop();
  await ended;
  await expect(ask(database.url, "SELECT 1")).rejects.toThrow(/does not exist/);
});

test("a template is built once, however many ask for it at the same time", async () => {
  let built = 0;
  const build = async (url: string) => {
    built += 1;
    await ask(url, "CREATE TABLE migrated AS SELECT 42 AS answer");
  };
  const ensure = () => ensureTestTemplate("template_of_this_test", build);
  const names = await Promise.all([ensure(), ensure(), ensure()]);
  expect(built).toBe(1);
  const copies = await Promise.all(names.map((name) => create(name)));
  for (const copy of copies) {
    expect(await ask(copy.url, "SELECT answer FROM migrated")).toEqual([{ answer: 42 }]);
  }
});

test("the tests' role is no superuser, as in the real system", async () => {
  const { url } = await create();
  const question = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";
  const given = process.env["TEST_DATABASE_URL"] !== undefined;
  if (!given) expect(await ask(url, question)).toEqual([{ rolsuper: false }]);
});
