import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { transaction, type Tx } from "./database.ts";

let made: MigratedDatabase;

beforeEach(async () => {
  made = await createMigratedDatabase();
});

afterEach(() => made.drop());

const preparedCount = async (tx: Tx): Promise<number> => {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from pg_prepared_statements`.execute(tx);
  return rows[0]?.count ?? 0;
};

test("P6 a statement is planned once for a connection, whatever its values are", async () => {
  const { database } = made;
  const counts = await transaction(database, async (tx) => {
    const before = await preparedCount(tx);
    for (const serial of ["1", "2", "3"]) {
      await tx.selectFrom("tokens").select("id").where("serial", "=", serial).execute();
    }
    return [before, await preparedCount(tx)];
  });
  expect(counts).toEqual([0, 1]);
});

test("a transaction that meets a table which a migration has just changed is tried again and succeeds", async () => {
  const { database } = made;
  const find = () =>
    transaction(database, (tx) =>
      tx.selectFrom("daily_limits").selectAll().where("act", "=", "issue").execute(),
    );
  await sql`insert into daily_limits values ('\\x00', 'issue', '2026-11-22', 1)`.execute(database);
  // On each connection of the pool.
  await Promise.all(Array.from({ length: 8 }, find));
  await sql`alter table daily_limits add column note text not null default 'new'`.execute(database);
  for (const found of await Promise.all(Array.from({ length: 8 }, find))) {
    expect(found).toMatchObject([{ count: 1, note: "new" }]);
  }
});

test("statements beyond the names that a connection should hold are answered without one", async () => {
  const { database } = made;
  await transaction(database, async (tx) => {
    for (let length = 1; length <= 1_050; length += 1) {
      const ids = Array.from({ length }, (_, at) => at);
      await tx.selectFrom("tokens").select("id").where("id", "in", ids).execute();
    }
    expect(await preparedCount(tx)).toBe(1_000);
  });
});
