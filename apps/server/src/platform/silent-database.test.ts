import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDatabaseRelay, type DatabaseRelay } from "../testing/database-relay.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { createDatabase, createPool, transaction, type Database } from "./database.ts";
import { createLogger } from "./logger.ts";

let made: MigratedDatabase;
let relay: DatabaseRelay;
let database: Database;

beforeEach(async () => {
  made = await createMigratedDatabase();
  relay = await startDatabaseRelay(made.url);
  const logger = createLogger("silent");
  database = createDatabase(
    createPool({ url: relay.url, maxConnections: 1, logger, answerMilliseconds: 1_000 }),
  );
});

afterEach(async () => {
  await database.destroy();
  relay.stop();
  await made.drop();
});

const note = (act: string) =>
  sql`insert into daily_limits values ('\\x00', ${act}, '2026-11-22', 1)`.execute(database);

const refused = new Error("refused inside its transaction");

const refuse = (before: () => void = () => undefined): Promise<unknown> =>
  transaction(database, async (tx) => {
    await sql`select 1`.execute(tx);
    before();
    throw refused;
  }).catch((error: unknown) => error);

const noted = async (): Promise<readonly string[]> => {
  const rows = await made.database.selectFrom("daily_limits").select("act").execute();
  return rows.map(({ act }) => act);
};

test("R3 a connection whose ROLLBACK was not answered is used by nobody else", async () => {
  await refuse(() => {
    relay.fallSilent();
  });
  relay.speakAgain();
  await note("issue");
  expect(await refuse()).toBe(refused);
  expect(await noted()).toEqual(["issue"]);
});

test("R3 a connection whose BEGIN was not answered takes no write with it that was acknowledged", async () => {
  await note("issue");
  relay.fallSilent();
  await expect(transaction(database, () => Promise.resolve())).rejects.toMatchObject({
    code: "database_unavailable",
  });
  relay.speakAgain();
  await note("block");
  expect(await refuse()).toBe(refused);
  expect(await noted()).toEqual(["issue", "block"]);
});
