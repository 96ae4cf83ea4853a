import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetRegistrations } from "./customers/index.ts";
import { forgetSeenProofs } from "./device-proof/index.ts";
import { forgetLifecycleChanges } from "./recovery/index.ts";
import { forgetRequests } from "./requests/index.ts";
import { createMigratedDatabase, type MigratedDatabase } from "./testing/migrated-database.ts";
import { forgetVerifications } from "./verification/index.ts";

const now = Date.parse("2026-11-25T08:00:00Z");
const past = 25_000;

let made: MigratedDatabase;

beforeAll(async () => {
  made = await createMigratedDatabase();
  // Stands for the time limit of a statement: who deletes more at once would be cut off, and delete nothing.
  await sql`
    create function refuse_long_deletes() returns trigger language plpgsql as $$
      begin
        if (select count(*) from gone) > 10000 then raise 'too many rows at once'; end if;
        return null;
      end $$`.execute(made.database);
});

afterAll(() => made.drop());

/** What the slice forgets, and the columns of a row by its number `i` and its time `t`. */
const tables = [
  ["seen_proofs", "thumbprint, jti, expires_at", "'t', i, t", forgetSeenProofs],
  [
    "request_references",
    "actor, reference, content_digest, answer, at",
    "'atm', i, '', '{}', t",
    forgetRequests,
  ],
  [
    "daily_limits",
    "subject_digest, act, day, count",
    "int4send(i), '', t::date, 1",
    forgetRequests,
  ],
  [
    "registrations",
    "id, thumbprint, public_key, sealed_person, state, created_at, due_at, expires_at",
    "gen_random_uuid(), '', '', '', 'requested', t, t, t",
    forgetRegistrations,
  ],
  [
    "origin_refusals",
    "channel, origin, hour_began_at, count",
    "'shop', i, t, 1",
    forgetVerifications,
  ],
  [
    "lifecycle_changes",
    "generation, entity, change, at, journaled_at",
    "'', '', '{}', t, t",
    forgetLifecycleChanges,
  ],
] as const;

test.each(tables)(
  "what an hour left in %s is forgotten in rounds, none longer than another, and what is not past stays",
  async (table, columns, values, forget) => {
    const { database } = made;
    await sql`create trigger no_long_delete after delete on ${sql.table(table)}
      referencing old table as gone for each statement execute function refuse_long_deletes()`.execute(
      database,
    );
    const insert = (count: number, time: Date) =>
      sql`insert into ${sql.table(table)} (${sql.raw(columns)})
        select ${sql.raw(values)} from generate_series(1, ${count}::int) as i, (select ${time}::timestamptz as t) x`.execute(
        database,
      );
    await insert(past, new Date(now - 60 * 86_400_000));
    expect(await forget(database, now)).toBe(past);
    await insert(3, new Date(now));
    expect(await forget(database, now)).toBe(0);
  },
);
