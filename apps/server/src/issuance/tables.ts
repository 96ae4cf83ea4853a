import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

declare module "../platform/database.ts" {
  interface Tables {
    activation_codes: {
      token_id: number;
      /** Peppered digest of serial and code. */
      code_digest: Uint8Array;
      expires_at: Date;
      wrong_attempts: number;
      /** Activations begun with this code. */
      starts: number;
      /** When an activation that used it was confirmed or first began; see protocol.md. */
      spent_at: Date | null;
    };
  }
}

export const issuanceMigrations: Migrations = {
  "0040-activation-codes": {
    up: async (db) => {
      await sql`
        create table activation_codes (
          token_id bigint primary key references tokens (id),
          code_digest bytea not null,
          expires_at timestamptz not null,
          wrong_attempts integer not null default 0,
          starts integer not null default 0,
          spent_at timestamptz
        )`.execute(db);
    },
  },
};
