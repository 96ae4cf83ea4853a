import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { forgetRegistrations } from "./tables.ts";

let made: MigratedDatabase;
const day = 86_400_000;
const now = Date.parse("2026-11-25T08:00:00Z");

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

const insert = (customerId: string | null, wrong: number, second: Buffer | null) =>
  sql`
    insert into registrations (id, thumbprint, public_key, state, customer_id, second_code_digest, wrong_attempts,
      created_at, due_at, expires_at)
    values (gen_random_uuid(), 'key', 'key', 'looked-up', ${customerId}, ${second}, ${wrong},
      ${new Date(now)}, ${new Date(now)}, ${new Date(now)})`.execute(made.database);

test("R12 of a registration a week old only what was guessed at a single code stays, and that for a year", async () => {
  await insert("C1", 3, null);
  await insert("C1", 0, null);
  await insert("C1", 5, Buffer.from("second"));
  await insert(null, 5, null);
  expect(await forgetRegistrations(made.database, now + 7 * day)).toBe(0);
  expect(await forgetRegistrations(made.database, now + 8 * day)).toBe(3);
  expect(await forgetRegistrations(made.database, now + 365 * day)).toBe(0);
  expect(await forgetRegistrations(made.database, now + 367 * day)).toBe(1);
});
