/** What is accepted from a token that counts presses: no floor can hold it, so the journal hears of each. */
import { sql } from "kysely";
import { markForAfterCommit } from "../platform/after-commit.ts";
import type { Tx } from "../platform/database.ts";

/** In the transaction that accepts; a token with a clock is left to the floor. The caller holds the token's lock. */
export const noteAcceptedCounter = async (
  tx: Tx,
  tokenId: number,
  counter: number,
): Promise<void> => {
  const { numAffectedRows = 0n } = await sql`
    insert into lifecycle_changes (generation, entity, change)
    select (select max(generation) from recoveries), 'counter:' || serial,
      jsonb_build_object('kind', 'counter', 'serial', serial, 'customer', customer_id, 'counter', ${counter}::bigint)
    from tokens where id = ${tokenId} and profile->>'kind' = 'hotp'`.execute(tx);
  if (numAffectedRows > 0n) markForAfterCommit(tx);
};
