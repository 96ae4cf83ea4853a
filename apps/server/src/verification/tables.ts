import type { VerificationResponse } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { countDeleted, daysAgo } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    token_counters: {
      token_id: number;
      /** The step, or the counter, whose code was accepted last; only newer ones are accepted from then on. */
      last_accepted_step: number | null;
      /** When guesses failed, Unix seconds, oldest first; those of the last rolling year. */
      failure_seconds: number[];
      /** Imported tokens: steps by which the clock is known to be ahead. */
      drift_steps: Generated<number>;
      /** Imported tokens: where the last code lay that was beyond the window, and when (Unix seconds); see 0020. */
      first_code_step: number | null;
      first_code_at: number | null;
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
  "0063-learnt-clocks": {
    up: async (db) => {
      await sql`
        alter table token_counters
          add column drift_steps integer not null default 0,
          add column first_code_step bigint,
          add column first_code_at bigint,
          add check ((first_code_step is null) = (first_code_at is null))`.execute(db);
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
