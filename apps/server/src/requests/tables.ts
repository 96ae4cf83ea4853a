import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

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
