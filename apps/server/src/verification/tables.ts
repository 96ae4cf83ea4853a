import type { VerificationResponse } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { countDeleted, daysAgo } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    token_counters: {
      token_id: number;
      /** The step whose code was accepted last; only newer ones are accepted from then on. */
      last_accepted_step: number | null;
      /** When guesses failed, Unix seconds, oldest first; those of the last rolling year. */
      failure_seconds: number[];
      /** Rises with every change of these counters, of the token's row and of its links. */
      version: Generated<number>;
    };
    verifications: {
      channel: string;
      transaction_reference: string;
      content_digest: Uint8Array;
      answer: VerificationResponse | null;
      at: Date;
    };
    origin_refusals: { channel: string; origin: string; hour_began_at: Date; count: number };
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
        drop index verifications_by_age;
        create index verifications_by_age on verifications using brin (at);
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
};

/** A transactionReference holds for 30 days (api.md). */
export const forgetVerifications = async (database: Database, now: number): Promise<number> =>
  countDeleted([
    ...(await database.deleteFrom("verifications").where("at", "<", daysAgo(now, 30)).execute()),
    ...(await database
      .deleteFrom("origin_refusals")
      .where("hour_began_at", "<", daysAgo(now, 1))
      .execute()),
  ]);
