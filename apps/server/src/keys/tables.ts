import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

declare module "../platform/database.ts" {
  interface Tables {
    data_keys: {
      id: Generated<number>;
      purpose: string;
      wrapped: Uint8Array;
      created_at: Date;
    };
    server_keys: {
      k: string;
      public_key: Uint8Array;
      /** Null once it is erased; the other sealed half too. */
      sealed_private_key: Uint8Array | null;
      /** Public JWK of the key that signs time. */
      signing_key: { kty: string; crv: string; x: string; y: string };
      sealed_signing_key: Uint8Array | null;
      not_before: Date;
      not_after: Date;
      /** From then on; it may be a moment ahead. */
      retired_at: Date | null;
    };
    /** Handed out from `published_at` on: a little later than it was signed, when every server has it. */
    server_key_lists: { serial_number: number; jws: string; published_at: Date };
  }
}

export const keysMigrations: Migrations = {
  "0010-keys": {
    up: async (db) => {
      await sql`
        create table data_keys (
          id integer generated always as identity primary key,
          purpose text not null,
          wrapped bytea not null,
          created_at timestamptz not null
        );
        create unique index data_keys_first on data_keys (purpose, id);
        create table server_keys (
          k text primary key,
          public_key bytea not null,
          sealed_private_key bytea not null,
          signing_key jsonb not null,
          sealed_signing_key bytea not null,
          not_before timestamptz not null,
          not_after timestamptz not null check (not_after > not_before),
          retired_at timestamptz
        );
        create table server_key_lists (
          serial_number integer primary key check (serial_number > 0),
          jws text not null,
          published_at timestamptz not null
        )`.execute(db);
    },
  },
  "0116-erased-server-keys": {
    up: async (db) => {
      await sql`
        alter table server_keys
          alter column sealed_private_key drop not null,
          alter column sealed_signing_key drop not null,
          add check ((sealed_private_key is null) = (sealed_signing_key is null))`.execute(db);
    },
  },
};
