import type { Purpose } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

declare module "../platform/database.ts" {
  interface Tables {
    links: {
      id: Generated<number>;
      token_id: number;
      customer_id: string;
      purpose: Purpose;
      /** Keyed digest of card number, account number or login: found by, never read. */
      subject_key: Uint8Array;
      /** As people may see it. */
      subject: string;
      linked_at: Date;
      linked_by: string;
      /** When core banking last said that the customer owns it. */
      ownership_seen_at: Date;
      ended_at: Date | null;
    };
  }
}

export const linksMigrations: Migrations = {
  "0050-links": {
    up: async (db) => {
      await sql`
        create table links (
          id bigint generated always as identity primary key,
          token_id bigint not null references tokens (id),
          customer_id text not null,
          purpose text not null
            check (purpose in ('card-second-password', 'account-password', 'gateway-login')),
          subject_key bytea not null,
          subject text not null,
          linked_at timestamptz not null,
          linked_by text not null,
          ownership_seen_at timestamptz not null,
          ended_at timestamptz
        );
        create index links_by_subject on links (purpose, subject_key) where ended_at is null;
        create unique index links_once on links (token_id, purpose, subject_key)
          where ended_at is null`.execute(db);
    },
  },
  "0051-links-by-hash": {
    up: async (db) => {
      // The key is a digest, so nothing is ever asked in its order: by hash it is found in one step, in a third of the
      // space, with every verification.
      await sql`
        drop index links_by_subject;
        create index links_by_subject on links using hash (subject_key) where ended_at is null`.execute(
        db,
      );
    },
  },
};
