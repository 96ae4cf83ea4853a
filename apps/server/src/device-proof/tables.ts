import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { forgetRows } from "../platform/forget.ts";

declare module "../platform/database.ts" {
  interface Tables {
    seen_proofs: { thumbprint: string; jti: string; expires_at: Date };
  }
}

export const deviceProofMigrations: Migrations = {
  "0015-device-proofs": {
    up: async (db) => {
      await sql`
        create table seen_proofs (
          thumbprint text not null,
          jti text not null,
          expires_at timestamptz not null,
          primary key (thumbprint, jti)
        );
        create index seen_proofs_by_age on seen_proofs (expires_at)`.execute(db);
    },
  },
};

/** A proof past its nonce's life is refused anyway. */
export const forgetSeenProofs = (database: Database, now: number): Promise<number> =>
  forgetRows(database, "seen_proofs", sql`expires_at < ${new Date(now)}`);
