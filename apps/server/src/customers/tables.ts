import type { Platform } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { daysAgo, forgetRows } from "../platform/forget.ts";
import type { IdentityDocument } from "./identity-checks.ts";

declare module "../platform/database.ts" {
  interface Tables {
    devices: {
      id: string;
      customer_id: string;
      /** RFC 7638 thumbprint of the device key; a key is registered once, ever. */
      thumbprint: string;
      /** Uncompressed P-256 point. */
      public_key: Uint8Array;
      platform: Platform | null;
      registered_at: Date;
      ended_at: Date | null;
      end_reason: "replaced" | "released-by-channel" | "released-by-branch" | null;
    };
    customer_blocks: {
      customer_id: string;
      blocked_at: Date;
      blocked_by: string;
      /** Only a branch lifts a block. */
      lifted_at: Date | null;
      lifted_by: string | null;
    };
    identity_checks: {
      id: Generated<number>;
      customer_id: string;
      document: IdentityDocument | null;
      checked_by: string;
      /** It holds at this branch alone. */
      branch: string;
      checked_at: Date;
    };
    registrations: {
      id: string;
      thumbprint: string;
      public_key: Uint8Array;
      /** National id and mobile number under the `person` data key; erased once looked up. */
      sealed_person: Uint8Array | null;
      /** As the phone told; null from phones of earlier builds. */
      platform: Platform | null;
      state: "requested" | "looked-up" | "confirmed";
      /** Null while unknown, and for ever for a person core banking does not know. */
      customer_id: string | null;
      /** Of the code that is to be typed next. */
      code_digest: Uint8Array | null;
      /** Where two codes are asked: of the second; once the first was typed it stands in `code_digest` too. */
      second_code_digest: Uint8Array | null;
      code_sent_at: Date | null;
      wrong_attempts: number;
      created_at: Date;
      due_at: Date;
      expires_at: Date;
      device_id: string | null;
    };
  }
}

export const customersMigrations: Migrations = {
  "0060-customers": {
    up: async (db) => {
      await sql`
        create table devices (
          id uuid primary key,
          customer_id text not null,
          thumbprint text not null unique,
          public_key bytea not null,
          platform text,
          registered_at timestamptz not null,
          ended_at timestamptz,
          end_reason text,
          check ((ended_at is null) = (end_reason is null))
        );
        -- S25: the database itself keeps a customer to one live device.
        create unique index devices_one_live on devices (customer_id) where ended_at is null;
        create table customer_blocks (
          customer_id text primary key,
          blocked_at timestamptz not null,
          blocked_by text not null,
          lifted_at timestamptz,
          lifted_by text
        );
        create table registrations (
          id uuid primary key,
          thumbprint text not null,
          public_key bytea not null,
          sealed_person bytea,
          state text not null check (state in ('requested', 'looked-up', 'confirmed')),
          customer_id text,
          code_digest bytea,
          code_sent_at timestamptz,
          wrong_attempts integer not null default 0,
          created_at timestamptz not null,
          due_at timestamptz not null,
          expires_at timestamptz not null,
          device_id uuid references devices (id),
          check ((state = 'requested') = (sealed_person is not null)),
          check ((state = 'confirmed') = (device_id is not null))
        );
        create index registrations_by_customer on registrations (customer_id, code_sent_at)
          where code_sent_at is not null;
        create index registrations_due on registrations (due_at) where state = 'requested'`.execute(
        db,
      );
    },
  },
  "0111-platform-of-registration": {
    up: async (db) => {
      await sql`
        alter table registrations add column platform text check (platform in ('pwa', 'app'))`.execute(
        db,
      );
    },
  },
  "0121-second-code-of-registration": {
    up: async (db) => {
      await sql`alter table registrations add column second_code_digest bytea`.execute(db);
    },
  },
  "0101-identity-checks": {
    up: async (db) => {
      await sql`
        create table identity_checks (
          id bigint generated always as identity primary key,
          customer_id text not null,
          document text check (document in ('national-card', 'birth-certificate', 'passport')),
          checked_by text not null,
          branch text not null,
          checked_at timestamptz not null
        );
        create index identity_checks_newest on identity_checks (customer_id, branch, checked_at)`.execute(
        db,
      );
    },
  },
};

/** A check holds for minutes; that it was made stays in the audit. */
export const forgetIdentityChecks = (database: Database, now: number): Promise<number> =>
  forgetRows(database, "identity_checks", sql`checked_at < ${daysAgo(now, 7)}`);

/**
 * Registrations live five minutes; what is left of them tells nobody anything after a week. But the guesses that count
 * for a year (decide-code-sending.ts) stay as long: few of them, since their number is bounded for each person.
 */
export const forgetRegistrations = (database: Database, now: number): Promise<number> =>
  forgetRows(
    database,
    "registrations",
    sql`created_at < ${daysAgo(now, 7)} and (created_at < ${daysAgo(now, 366)} or wrong_attempts = 0
      or customer_id is null or second_code_digest is not null or state = 'confirmed')`,
  );
