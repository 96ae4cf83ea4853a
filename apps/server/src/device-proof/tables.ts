import { sql } from "kysely";
import type { Migrations } from "../platform/migrations.ts";
import type { Database } from "../platform/database.ts";
import { countDeleted } from "../platform/forget.ts";

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
export const forgetSeenProofs = async (database: Database, now: number): Promise<number> =>
  countDeleted(
    await database.deleteFrom("seen_proofs").where("expires_at", "<", new Date(now)).execute(),
  );
