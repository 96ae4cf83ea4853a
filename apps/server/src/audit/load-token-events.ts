import { sql, type Selectable } from "kysely";
import type { Tables, Tx } from "../platform/database.ts";
import { tokenEvents } from "./token-events.ts";

export type EventRow = Selectable<Tables["audit_events"]>;

/** Newest first; that a desk looked at the token is no part of the token's own history. */
export const loadTokenEvents = async (
  tx: Tx,
  tokenId: number,
  limit: number,
): Promise<readonly EventRow[]> => {
  const events = tokenEvents({
    token: sql`${tokenId}`,
    hasAccepted: true,
    where: (event) => sql<boolean>`${event}.type <> 'tokens.explained'`,
    order: "desc",
    limit,
  });
  const { rows } = await sql<EventRow>`select * from ${events} found order by id desc`.execute(tx);
  return rows;
};
