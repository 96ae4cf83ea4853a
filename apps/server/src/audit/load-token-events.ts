import type { Selectable } from "kysely";
import type { Tables, Tx } from "../platform/database.ts";

export type EventRow = Selectable<Tables["audit_events"]>;

/** Newest first; that a desk looked at the token is no part of the token's own history. */
export const loadTokenEvents = (tx: Tx, tokenId: number, limit: number): Promise<EventRow[]> =>
  tx
    .selectFrom("audit_events")
    .selectAll()
    .where("token_id", "=", tokenId)
    .where("type", "<>", "tokens.explained")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
