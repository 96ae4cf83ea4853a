import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { dayAgo, daysAgo, forgetRows } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    request_references: {
      actor: string;
      reference: string;
      content_digest: Uint8Array;
      answer: unknown;
      at: Date;
    };
    daily_limits: { subject_digest: Uint8Array; act: string; day: string; count: number };
  }
}

export const requestsMigrations: Migrations = {
  "0020-requests": {
    up: async (db) => {
      await sql`
        create table request_references (
          actor text not null,
          reference text not null,
          content_digest bytea not null,
          answer jsonb not null,
          at timestamptz not null,
          primary key (actor, reference)
        );
        create table daily_limits (
          subject_digest bytea not null,
          act text not null,
          day date not null,
          count integer not null,
          primary key (subject_digest, act, day)
        )`.execute(db);
    },
  },
};

/** References hold for 30 days; a day's limits are over with the day. */
export const forgetRequests = async (database: Database, now: number): Promise<number> =>
  (await forgetRows(database, "request_references", sql`at < ${daysAgo(now, 30)}`)) +
  (await forgetRows(database, "daily_limits", sql`day < ${dayAgo(now, 2)}::date`));
