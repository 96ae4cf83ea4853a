import type { VerificationResponse } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { daysAgo, forgetRows } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    token_counters: {
      token_id: number;
      /** The step, or the counter, whose code was accepted last; only newer ones are accepted from then on. */
      last_accepted_step: number | null;
      /** When guesses failed, Unix seconds, oldest first; those of the last rolling year. */
      failure_seconds: number[];
      /** Rises with every change of these counters, of the token's row and of its links. */
      version: Generated<number>;
      /** Imported tokens: steps by which the clock is known to be ahead. */
      drift_steps: Generated<number>;
      /** Imported tokens: where the last code lay that was beyond the window, and when (Unix seconds); see 0020. */
      first_code_step: number | null;
      first_code_at: number | null;
      /** Imported tokens: when two codes in a row brought it back last, Unix seconds. */
      resynced_at: number | null;
      /**
       * What a batch needs of the token's row, while it is active and of the bank's own kind; null at all other times.
       * Copied by trigger with every change of that row, so that a verification finds its token in one place.
       */
      serial: Generated<string | null>;
      /** Shortened, as parseShortProfile reads it. */
      profile: Generated<string | null>;
      sealed_seed: Generated<Uint8Array | null>;
      /** The audit event of the last accepted code; 0: there is none. */
      last_accepted_event: Generated<number>;
      /** Whether the token is active or confirming: others are no candidates. Copied like the serial. */
      works: Generated<boolean>;
    };
    verifications: {
      channel: string;
      transaction_reference: string;
      content_digest: Uint8Array;
      answer: VerificationResponse | null;
      at: Date;
    };
    /** Two origins stand for more than a terminal or client (origin-refusals.ts). */
    origin_refusals: { channel: string; origin: string; hour_began_at: Date; count: number };
    declared_seconds: {
      token_id: number;
      /** The step of the tap; with one-second steps its Unix second. */
      step: number;
      /** Wrong codes that were compared with it. */
      tries: number;
      declared_at: Date;
    };
  }
}

export const verificationMigrations: Migrations = {
  "0060-verification": {
    up: async (db) => {
      await sql`
        create table token_counters (
          token_id bigint primary key references tokens (id),
          last_accepted_step bigint,
          failure_seconds bigint[] not null default '{}'
        );
        create table verifications (
          channel text not null,
          transaction_reference text not null,
          content_digest bytea not null,
          answer jsonb,
          at timestamptz not null,
          primary key (channel, transaction_reference)
        );
        create index verifications_by_age on verifications (at);
        create table origin_refusals (
          channel text not null,
          origin text not null,
          hour_began_at timestamptz not null,
          count integer not null,
          primary key (channel, origin)
        )`.execute(db);
    },
  },
  "0061-compare-and-set": {
    up: async (db) => {
      await sql`
        alter table token_counters add version bigint not null default 0;
        -- Room on each page, so that a raised step stays on its page and no index has to follow it.
        alter table token_counters set (fillfactor = 70);
        insert into token_counters (token_id) select id from tokens on conflict do nothing;
        create function begin_counters() returns trigger language plpgsql as $$
          begin
            insert into token_counters (token_id) values (new.id);
            return null;
          end $$;
        create trigger tokens_begin_counters after insert on tokens
          for each row execute function begin_counters();
        create function raise_token_version() returns trigger language plpgsql as $$
          begin
            update token_counters set version = version + 1
              where token_id = case tg_table_name when 'tokens' then (to_jsonb(new) ->> 'id')::bigint
                else (to_jsonb(new) ->> 'token_id')::bigint end;
            return null;
          end $$;
        create trigger tokens_raise_version after update on tokens
          for each row execute function raise_token_version();
        create trigger links_raise_version after insert or update of token_id, purpose, subject_key, ended_at on links
          for each row execute function raise_token_version()`.execute(db);
    },
  },
  "0062-declared-seconds": {
    up: async (db) => {
      await sql`
        create table declared_seconds (
          token_id bigint not null references tokens (id),
          step bigint not null,
          tries integer not null,
          declared_at timestamptz not null,
          primary key (token_id, step)
        );
        create index declared_seconds_by_age on declared_seconds (declared_at)`.execute(db);
    },
  },
  "0063-learnt-clocks": {
    up: async (db) => {
      await sql`
        alter table token_counters
          add column drift_steps integer not null default 0,
          add column first_code_step bigint,
          add column first_code_at bigint,
          add column resynced_at bigint,
          add check ((first_code_step is null) = (first_code_at is null))`.execute(db);
    },
  },
  // Only failures move a row in it: an accepted code changes none of its columns, and stays a heap-only update.
  "0103-failing-tokens": {
    up: async (db) => {
      await sql`
        create index token_counters_failing on token_counters
          ((failure_seconds[cardinality(failure_seconds)]) desc, token_id desc)
          where cardinality(failure_seconds) > 1`.execute(db);
    },
  },
  "0112-plain-tokens": {
    up: async (db) => {
      await sql`
        alter table token_counters
          add column serial text,
          add column profile text,
          add column sealed_seed bytea,
          add column works boolean not null default false,
          add check (num_nulls(serial, profile, sealed_seed) in (0, 3)),
          add check (works or serial is null);
        update token_counters c set works = true from tokens t
          where t.id = c.token_id and t.state in ('active', 'confirming');
        update token_counters c set serial = t.serial, profile = t.profile::text, sealed_seed = t.sealed_seed
          from tokens t where t.id = c.token_id and t.state = 'active' and t.provenance = 'activated';
        create function follow_token() returns trigger language plpgsql as $$
          begin
            if new.state = 'active' and new.provenance = 'activated' then
              update token_counters set version = version + 1, works = true, serial = new.serial,
                profile = new.profile::text, sealed_seed = new.sealed_seed where token_id = new.id;
            else
              update token_counters set version = version + 1, works = new.state in ('active', 'confirming'),
                serial = null, profile = null, sealed_seed = null where token_id = new.id;
            end if;
            return null;
          end $$;
        drop trigger tokens_raise_version on tokens;
        -- After tokens_begin_counters: triggers of one event run in the order of their names.
        create trigger tokens_follow after insert or update on tokens
          for each row execute function follow_token();
        create or replace function raise_token_version() returns trigger language plpgsql as $$
          begin
            update token_counters set version = version + 1 where token_id = new.token_id;
            return null;
          end $$`.execute(db);
    },
  },
  // A quarter of the counters' row was the names of the profile's fields: what is shorter lies on fewer pages.
  "0114-short-profiles": {
    up: async (db) => {
      await sql`
        -- Room for eight changed rows of 190 bytes each, until the dead ones of the page are cleared away.
        alter table token_counters set (fillfactor = 80);
        -- '?' is no policy and is refused; a field left out would let the next one pass for it.
        create function short_profile(profile jsonb) returns text language sql stable as $$
          select concat_ws(' ', coalesce(profile ->> 'hash', '?'), coalesce(profile ->> 'digits', '?'),
            coalesce(profile ->> 'stepSeconds', '?'), coalesce(profile ->> 'validitySeconds', '?'),
            coalesce(profile ->> 'skewSeconds', '?'), profile ->> 'startSeconds') $$;
        update token_counters set profile = short_profile(profile::jsonb) where profile is not null;
        create or replace function follow_token() returns trigger language plpgsql as $$
          begin
            if new.state = 'active' and new.provenance = 'activated' then
              update token_counters set version = version + 1, works = true, serial = new.serial,
                profile = short_profile(new.profile), sealed_seed = new.sealed_seed where token_id = new.id;
            else
              update token_counters set version = version + 1, works = new.state in ('active', 'confirming'),
                serial = null, profile = null, sealed_seed = null where token_id = new.id;
            end if;
            return null;
          end $$`.execute(db);
    },
  },
  // PostgreSQL reads the text of each check anew for every statement that changes the table, so every batch paid for them
  // (bench/README.md). What they said is written in one place each: follow_token, saveImportedMemory.
  "0115-no-checks-of-counters": {
    up: async (db) => {
      await sql`
        alter table token_counters
          drop constraint token_counters_check,
          drop constraint token_counters_check1,
          drop constraint token_counters_check2`.execute(db);
    },
  },
};

/** A transactionReference holds for 30 days (api.md); declared seconds are counted over one. */
export const forgetVerifications = async (database: Database, now: number): Promise<number> =>
  (await forgetRows(database, "verifications", sql`at < ${daysAgo(now, 30)}`)) +
  (await forgetRows(database, "origin_refusals", sql`hour_began_at < ${daysAgo(now, 1)}`)) +
  (await forgetRows(database, "declared_seconds", sql`declared_at < ${daysAgo(now, 1)}`));
