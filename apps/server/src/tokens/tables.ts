import type { Platform, TokenKind, TokenState } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { CounterProfile, TokenProfile } from "./profile.ts";

declare module "../platform/database.ts" {
  interface Tables {
    tokens: {
      id: Generated<number>;
      serial: string;
      kind: TokenKind;
      customer_id: string;
      state: TokenState;
      state_reason: string | null;
      /** What a person may see of the token's subject: a masked card number, or the customer's name. */
      subject: string;
      profile: TokenProfile | CounterProfile;
      /** Activated on a phone of ours, or brought in with its seed from a maker's file. */
      provenance: Generated<"activated" | "imported">;
      /** The maker's own name and number, as they stand on an imported token. */
      manufacturer: string | null;
      manufacturer_serial: string | null;
      /** Keyed digest of an imported token's seed: it outlives the seed, so that none is imported twice. */
      seed_digest: Uint8Array | null;
      device_id: string | null;
      platform: Platform | null;
      /** codeKey, or an imported token's own, under the `seed` data key; present from `confirming` to the end. */
      sealed_seed: Uint8Array | null;
      issued_at: Date;
      issued_by: string;
      branch: string | null;
      activated_at: Date | null;
      ended_at: Date | null;
    };
  }
}

export const tokensMigrations: Migrations = {
  "0030-tokens": {
    up: async (db) => {
      await sql`
        create table tokens (
          id bigint generated always as identity primary key,
          serial text not null unique,
          kind text not null check (kind in ('card', 'account-gateway')),
          customer_id text not null,
          state text not null
            check (state in ('issued', 'confirming', 'active', 'suspended', 'ended')),
          state_reason text,
          subject text not null,
          profile jsonb not null,
          device_id uuid,
          platform text,
          sealed_seed bytea,
          issued_at timestamptz not null,
          issued_by text not null,
          branch text,
          activated_at timestamptz,
          ended_at timestamptz,
          check ((state = 'ended') = (ended_at is not null)),
          check (state in ('issued', 'ended') or (sealed_seed is not null and device_id is not null))
        );
        create index tokens_by_customer on tokens (customer_id, id);
        create index tokens_by_device on tokens (device_id) where device_id is not null;
        create index tokens_by_state on tokens (state, id)`.execute(db);
    },
  },
  "0063-imported-tokens": {
    up: async (db) => {
      await sql`
        alter table tokens
          add column provenance text not null default 'activated',
          add column manufacturer text,
          add column manufacturer_serial text,
          add check (provenance in ('activated', 'imported')),
          -- The second of the unnamed table checks of 0030: a live token has its seed and its device.
          drop constraint tokens_check1,
          add constraint tokens_live_has_seed
            check (state in ('issued', 'ended') or sealed_seed is not null),
          add constraint tokens_live_has_device
            check (provenance = 'imported' or state in ('issued', 'ended') or device_id is not null),
          -- Nothing is activated, and no phone is bound: an imported token works at once, on nobody's device.
          add constraint tokens_imported_needs_no_phone
            check (provenance = 'activated'
              or (device_id is null and platform is null and state not in ('issued', 'confirming'))),
          add constraint tokens_imported_names_its_maker
            check ((provenance = 'imported')
              = (manufacturer is not null and manufacturer_serial is not null));
        -- For ever, ended tokens too: a second import would forget which codes were used.
        create unique index tokens_by_manufacturer on tokens (manufacturer, manufacturer_serial)
          where provenance = 'imported'`.execute(db);
    },
  },
  "0120-one-import-of-a-seed": {
    up: async (db) => {
      // Null for tokens of phones, and for those that were imported before.
      await sql`
        alter table tokens
          add column seed_digest bytea,
          add check (seed_digest is null or provenance = 'imported');
        -- For ever, as above: a maker's name can be spelled in two ways, a seed cannot.
        create unique index tokens_by_seed on tokens (seed_digest) where seed_digest is not null`.execute(
        db,
      );
    },
  },
};
