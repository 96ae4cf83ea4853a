import { sql, type Generated } from "kysely";
import type { Database } from "../platform/database.ts";
import { daysAgo, forgetRows } from "../platform/forget.ts";
import type { Migrations } from "../platform/migrations.ts";
import type { EndReason } from "./decide-use.ts";

declare module "../platform/database.ts" {
  interface Tables {
    sessions: {
      id: string;
      /** Counts up; lists are paged by it. */
      number: Generated<number>;
      audience: AudienceName;
      /** Of the part of the cookie that stays the same, to find the row by. */
      handle_digest: Uint8Array;
      /** Of the part that is changed while the session is used. */
      secret_digest: Uint8Array;
      previous_digest: Uint8Array | null;
      /** Null while the new secret has not come back yet. */
      previous_until: Date | null;
      rotated_at: Date;
      /** Staff user or customer id. */
      person: string;
      name: string;
      roles: string[];
      branch: string | null;
      /** At the bank's provider, or with login name and dynamic code at the mobile bank itself. */
      way: Generated<"central" | "own">;
      /** Null where the provider gave none, and once the session has ended. */
      sealed_refresh_token: Uint8Array | null;
      began_at: Date;
      last_used_at: Date;
      ends_at: Date;
      ended_at: Date | null;
      ended_reason: EndReason | null;
      /** When the provider last said that the person may do what the session says. */
      roles_checked_at: Date;
      /** When somebody last set out to ask it. */
      check_began_at: Date;
    };
    pending_sign_ins: {
      cookie_digest: Uint8Array;
      audience: AudienceName;
      sealed: Uint8Array;
      expires_at: Date;
    };
  }
}

/** Whose browser it is: each audience has its own cookie, pages and client at the provider. */
export type AudienceName = "staff" | "customer";

export const sessionsMigrations: Migrations = {
  "0102-sessions": {
    up: async (db) => {
      await sql`
        create table sessions (
          id uuid primary key,
          number bigint generated always as identity unique,
          audience text not null check (audience in ('staff', 'customer')),
          handle_digest bytea not null unique,
          secret_digest bytea not null,
          previous_digest bytea,
          previous_until timestamptz,
          rotated_at timestamptz not null,
          person text not null,
          name text not null,
          roles text[] not null,
          branch text,
          sealed_refresh_token bytea,
          began_at timestamptz not null,
          last_used_at timestamptz not null,
          ends_at timestamptz not null check (ends_at > began_at),
          ended_at timestamptz,
          ended_reason text check ((ended_at is null) = (ended_reason is null)),
          roles_checked_at timestamptz not null,
          check_began_at timestamptz not null
        ) with (fillfactor = 80);
        create index sessions_live on sessions (audience, number) where ended_at is null;
        create index sessions_ended on sessions (ended_at) where ended_at is not null;
        create table pending_sign_ins (
          cookie_digest bytea primary key,
          audience text not null,
          sealed bytea not null,
          expires_at timestamptz not null
        );
        create index pending_sign_ins_by_expiry on pending_sign_ins (expires_at)`.execute(db);
    },
  },
  "0110-ways-of-signing-in": {
    up: async (db) => {
      await sql`
        alter table sessions add column way text not null default 'central'
          check (way = 'central' or (way = 'own' and audience = 'customer'))`.execute(db);
    },
  },
};

/** What is left of an ended session answers an old cookie; the audit knows it for good. */
export const forgetSessions = async (database: Database, now: number): Promise<number> =>
  (await forgetRows(database, "pending_sign_ins", sql`expires_at < ${new Date(now)}`)) +
  (await forgetRows(database, "sessions", sql`ended_at < ${daysAgo(now, 30)}`));
