import type { ActivationRefusal, ActivationReply } from "@ramznama/activation";
import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { dayAgo, daysAgo, forgetRows } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    activations: {
      id: string;
      token_id: number;
      device_id: string;
      request_hash: Uint8Array;
      /** What was answered, byte for byte; deleted with the confirmation. */
      reply: ActivationReply | null;
      /** SHA-256 of the confirmation to come. */
      confirmation_hash: Uint8Array;
      /** Sent to tell the phone that this activation ended; see protocol. */
      ended_tag: Uint8Array;
      standing: "awaiting" | "confirmed" | "replaced";
      started_at: Date;
    };
    activation_refusals: {
      device_id: string;
      request_hash: Uint8Array;
      reason: ActivationRefusal;
      at: Date;
    };
    unrecognised_serials: { device_id: string; day: string; count: number };
  }
}

export const activationMigrations: Migrations = {
  "0070-activations": {
    up: async (db) => {
      await sql`
        create table activations (
          id uuid primary key,
          token_id bigint not null references tokens (id),
          device_id uuid not null references devices (id),
          request_hash bytea not null,
          reply jsonb,
          confirmation_hash bytea not null,
          ended_tag bytea not null,
          standing text not null check (standing in ('awaiting', 'confirmed', 'replaced')),
          started_at timestamptz not null,
          unique (device_id, request_hash),
          check (standing <> 'awaiting' or reply is not null)
        );
        create unique index activations_one_awaiting on activations (token_id)
          where standing = 'awaiting';
        create table activation_refusals (
          device_id uuid not null references devices (id),
          request_hash bytea not null,
          reason text not null,
          at timestamptz not null,
          primary key (device_id, request_hash)
        );
        create table unrecognised_serials (
          device_id uuid not null references devices (id),
          day date not null,
          count integer not null,
          primary key (device_id, day)
        )`.execute(db);
    },
  },
};

/**
 * A refusal is remembered so that the same bytes are never acted upon later; after 30 days the code inside has long
 * expired.
 */
export const forgetRefusals = async (database: Database, now: number): Promise<number> =>
  (await forgetRows(database, "activation_refusals", sql`at < ${daysAgo(now, 30)}`)) +
  (await forgetRows(database, "unrecognised_serials", sql`day < ${dayAgo(now, 2)}::date`));
