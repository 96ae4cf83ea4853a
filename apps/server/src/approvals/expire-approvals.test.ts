import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { expireApprovals } from "./expire-approvals.ts";

let made: MigratedDatabase;
const now = Date.parse("2026-11-25T08:00:00Z");

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

const insertOpen = (count: number, expiresAt: number): Promise<unknown> =>
  sql`
    insert into approvals (id, kind, state, branch, customer_id, customer_name, object, subjects,
      sealed_content, basis, requested_by, requested_at, expires_at)
    select gen_random_uuid(), 'device-release', 'requested', '1201', 'C1', 'one', gen_random_uuid(), '{}',
      'sealed', 'basis', 'teller', ${new Date(expiresAt - 7_200_000)}, ${new Date(expiresAt)}
    from generate_series(1, ${count})`.execute(made.database);

/** How many there are in each state, and how many of those still hold what was sealed. */
const standing = async (): Promise<unknown> => {
  const { rows } = await sql`
    select state, count(*)::int as count, count(sealed_content)::int as sealed
    from approvals group by state order by state`.execute(made.database);
  return rows;
};

const expiryEvents = async (): Promise<unknown> => {
  const { rows } = await sql`
    select count(*)::int as count, count(distinct details ->> 'approval')::int as approvals
    from audit_events where type = 'approval.expired'`.execute(made.database);
  return rows[0];
};

test("every overdue request expires in one round, however many there are, and what was sealed with it goes", async () => {
  await insertOpen(250, now);
  await insertOpen(3, now + 1);
  expect(await expireApprovals(made.database, now)).toBe(250);
  expect(await standing()).toEqual([
    { state: "expired", count: 250, sealed: 0 },
    { state: "requested", count: 3, sealed: 3 },
  ]);
  expect(await expiryEvents()).toEqual({ count: 250, approvals: 250 });
  expect(await expireApprovals(made.database, now)).toBe(0);
});
