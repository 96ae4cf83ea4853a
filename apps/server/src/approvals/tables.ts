import type { Approval } from "@ramznama/contract";
import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

declare module "../platform/database.ts" {
  interface Tables {
    approvals: {
      /** Orders and pages the list; `id` is what the outside knows. */
      number: Generated<number>;
      id: string;
      kind: Approval["kind"];
      /** `expired` is stored by the hourly round; until then it follows from `expires_at`. */
      state: Approval["state"];
      branch: string;
      customer_id: string;
      customer_name: string;
      /** What it acts on: a token's serial, a device's id, a customer's id. */
      object: string;
      /** The token that links are for. */
      token_id: number | null;
      /** As people may see it: masked accounts, or serials with their subjects. */
      subjects: readonly string[];
      /** What must be known to do it and may not stand in clear, under the `approval` data key; erased with the end. */
      sealed_content: Uint8Array | null;
      /** Keyed digest of what it is about, as that was when it was asked. */
      basis: Uint8Array;
      requested_by: string;
      requested_at: Date;
      expires_at: Date;
      decided_by: string | null;
      decided_at: Date | null;
      note: string | null;
    };
  }
}

export const approvalsMigrations: Migrations = {
  "0100-approvals": {
    up: async (db) => {
      await sql`
        create table approvals (
          number bigint generated always as identity primary key,
          id uuid not null unique,
          kind text not null check
            (kind in ('account-links', 'device-release', 'customer-revocation', 'block-lift')),
          state text not null check
            (state in ('requested', 'approved', 'rejected', 'withdrawn', 'expired', 'voided')),
          branch text not null,
          customer_id text not null,
          customer_name text not null,
          object text not null,
          token_id bigint references tokens (id),
          subjects text[] not null,
          sealed_content bytea,
          basis bytea not null,
          requested_by text not null,
          requested_at timestamptz not null,
          expires_at timestamptz not null,
          decided_by text,
          decided_at timestamptz,
          note text,
          check ((kind = 'account-links') = (token_id is not null)),
          check (state = 'requested' or sealed_content is null),
          check ((state in ('approved', 'rejected')) = (decided_by is not null)),
          check ((decided_by is null) = (decided_at is null)),
          -- Four eyes, said by the database too.
          check (decided_by is null or decided_by <> requested_by)
        );
        -- One open request about one thing: asking anew voids the earlier one.
        create unique index approvals_one_open on approvals (kind, object)
          where state = 'requested';
        create index approvals_by_branch on approvals (branch, number);
        -- A branch has few that wait and many that are over.
        create index approvals_by_state on approvals (branch, state, number);
        create index approvals_by_customer on approvals (customer_id, number);
        create index approvals_open on approvals (expires_at) where state = 'requested'`.execute(
        db,
      );
    },
  },
};
