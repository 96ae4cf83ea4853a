/**
 * What a restored database is compared by. Triggers note every change of a token, a link, a device or a block in the
 * transaction of that change, so that no path of the program can forget it; the journal outside the database is
 * written from these rows.
 */
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { daysAgo, forgetRows } from "../platform/forget.ts";
import type { LifecycleChange } from "./lifecycle-change.ts";

declare module "../platform/database.ts" {
  interface Tables {
    recoveries: {
      /** `00001-9f3a2b1c`: rises with every recovery; the random part tells two histories apart. */
      generation: string;
      began_at: Date;
      /** The moment of the recovery, Unix seconds; null for the generation a database is born with. */
      floor_second: number | null;
      causes: string[];
    };
    lifecycle_changes: {
      n: Generated<number>;
      generation: string;
      at: Generated<Date>;
      entity: string;
      change: LifecycleChange;
      /** When it stood in the journal, on disk. */
      journaled_at: Date | null;
    };
    journal_marks: {
      /** The process that looked. */
      process: string;
      /** Rises with every look; the journal's mark names the same, so that an older database gives itself away. */
      number: number;
      at: Date;
    };
    recovery_findings: {
      /** Where the journal has it. */
      generation: string;
      n: number;
      /** The recovery that found it. */
      found_in: string;
      at: Date;
      entity: string;
      change: LifecycleChange;
      finding: string;
      standing: "applied" | "left" | "open" | "nothing" | "done";
      done_at: Date | null;
    };
  }
}

export const recoveryMigrations: Migrations = {
  "0064-recovery": {
    up: async (db) => {
      await sql`
        create table recoveries (
          generation text primary key,
          began_at timestamptz not null,
          floor_second bigint,
          causes text[] not null
        );
        insert into recoveries
          values ('00000-' || substr(gen_random_uuid()::text, 1, 8), now(), null, '{}');
        create table lifecycle_changes (
          n bigint generated always as identity primary key,
          generation text not null,
          at timestamptz not null default clock_timestamp(),
          entity text not null,
          change jsonb not null,
          journaled_at timestamptz
        );
        create index lifecycle_changes_pending on lifecycle_changes (n) where journaled_at is null;
        create index lifecycle_changes_by_entity on lifecycle_changes (entity, n);
        create index lifecycle_changes_by_age on lifecycle_changes (at);
        create table journal_marks (
          process text primary key,
          number bigint not null,
          at timestamptz not null
        );
        create table recovery_findings (
          generation text not null,
          n bigint not null,
          found_in text not null references recoveries (generation),
          at timestamptz not null,
          entity text not null,
          change jsonb not null,
          finding text not null,
          standing text not null check (standing in ('applied', 'left', 'open', 'nothing', 'done')),
          done_at timestamptz,
          primary key (generation, n)
        )`.execute(db);
      for (const noted of [tokenChanges, linkChanges, deviceChanges, blockChanges]) {
        await sql.raw(triggersOf(noted)).execute(db);
      }
    },
  },
};

interface Noted {
  readonly table: string;
  readonly entity: string;
  /** A jsonb expression over the row `a`. */
  readonly change: string;
  readonly join?: string;
  readonly order: string;
  /** When an update is a change, over the rows `a` (after) and `b` (before). */
  readonly differs: string;
  readonly key: string;
}

const tokenChanges: Noted = {
  table: "tokens",
  entity: "'token:' || a.serial",
  // The subject of an account token is the customer's name, which the journal can do without.
  change: `'kind', 'token', 'serial', a.serial, 'customer', a.customer_id, 'state', a.state,
    'reason', a.state_reason, 'subject', case when a.kind = 'card' then a.subject end`,
  order: "a.id",
  differs:
    "(a.state, a.state_reason, a.device_id) is distinct from (b.state, b.state_reason, b.device_id)",
  key: "id",
};

const linkChanges: Noted = {
  table: "links",
  entity: "'link:' || t.serial || ':' || a.purpose || ':' || encode(a.subject_key, 'hex')",
  change: `'kind', 'link', 'serial', t.serial, 'customer', a.customer_id, 'purpose', a.purpose,
    'subjectKey', encode(a.subject_key, 'hex'), 'subject', a.subject,
    'state', case when a.ended_at is null then 'linked' else 'ended' end`,
  join: "join tokens t on t.id = a.token_id",
  order: "a.id",
  differs: "a.ended_at is distinct from b.ended_at",
  key: "id",
};

const deviceChanges: Noted = {
  table: "devices",
  entity: "'device:' || a.id",
  change: `'kind', 'device', 'device', a.id, 'customer', a.customer_id, 'reason', a.end_reason,
    'state', case when a.ended_at is null then 'live' else 'ended' end`,
  order: "a.registered_at",
  differs: "a.ended_at is distinct from b.ended_at",
  key: "id",
};

const blockChanges: Noted = {
  table: "customer_blocks",
  entity: "'block:' || a.customer_id",
  change: `'kind', 'block', 'customer', a.customer_id,
    'state', case when a.lifted_at is null then 'blocked' else 'lifted' end`,
  order: "a.customer_id",
  differs: "(a.lifted_at, a.blocked_at) is distinct from (b.lifted_at, b.blocked_at)",
  key: "customer_id",
};

/** Statement triggers: a change of many rows is noted by one statement. */
const triggersOf = ({ table, entity, change, join = "", order, differs, key }: Noted): string => `
  create function note_${table}() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into lifecycle_changes (generation, entity, change)
      select (select max(generation) from recoveries), ${entity},
        jsonb_strip_nulls(jsonb_build_object(${change}))
      from after_rows a ${join} order by ${order};
    else
      insert into lifecycle_changes (generation, entity, change)
      select (select max(generation) from recoveries), ${entity},
        jsonb_strip_nulls(jsonb_build_object(${change}))
      from after_rows a join before_rows b using (${key}) ${join} where ${differs} order by ${order};
    end if;
    return null;
  end $$;
  create trigger note_${table}_inserted after insert on ${table}
    referencing new table as after_rows for each statement execute function note_${table}();
  create trigger note_${table}_updated after update on ${table}
    referencing old table as before_rows new table as after_rows
    for each statement execute function note_${table}();`;

/** How long the journal is read back: no older backup is compared with it. */
export const journalDays = 35;

/** Later than the journal forgets, so that what the journal still has is never missing here. */
export const forgetLifecycleChanges = async (database: Database, now: number): Promise<number> =>
  (await forgetRows(database, "journal_marks", sql`at < ${daysAgo(now, 400)}`)) +
  (await forgetRows(
    database,
    "lifecycle_changes",
    sql`at < ${daysAgo(now, journalDays + 5)} and journaled_at is not null`,
  ));
