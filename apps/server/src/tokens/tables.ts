import type { Platform, TokenKind, TokenState } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

/** How a token makes its codes (RFC 6238 parameters) and how long one lives; per token, so that imported ones fit. */
export interface TokenProfile {
  readonly hash: "SHA-1" | "SHA-256" | "SHA-512";
  readonly digits: number;
  readonly stepSeconds: number;
  readonly validitySeconds: number;
  readonly skewSeconds: number;
}

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
      profile: TokenProfile;
      device_id: string | null;
      platform: Platform | null;
      /** codeKey under the `seed` data key; present from `confirming` to the end. */
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
};
