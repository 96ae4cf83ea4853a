import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { daysAgo, forgetRows } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    sms_messages: {
      id: string;
      /** What the message is for, in one word; the text itself is sealed. */
      topic: string;
      /** Number and text under the `message` data key; erased once it is delivered or given up. */
      sealed: Uint8Array | null;
      state: "waiting" | "sent" | "given-up";
      attempts: number;
      created_at: Date;
      due_at: Date;
      expires_at: Date;
      finished_at: Date | null;
    };
  }
}

export const smsMigrations: Migrations = {
  "0080-sms": {
    up: async (db) => {
      await sql`
        create table sms_messages (
          id uuid primary key,
          topic text not null,
          sealed bytea,
          state text not null check (state in ('waiting', 'sent', 'given-up')),
          attempts integer not null default 0,
          created_at timestamptz not null,
          due_at timestamptz not null,
          expires_at timestamptz not null,
          finished_at timestamptz,
          check ((state = 'waiting') = (sealed is not null))
        );
        create index sms_messages_due on sms_messages (due_at) where state = 'waiting'`.execute(db);
    },
  },
};

/** What a message said is erased when it is sent; that it was sent is kept for 30 days. */
export const forgetMessages = (database: Database, now: number): Promise<number> =>
  forgetRows(database, "sms_messages", sql`finished_at < ${daysAgo(now, 30)}`);
