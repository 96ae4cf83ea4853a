/**
 * Loading and locking tokens. Everyone who changes a token locks its row first, several in the order of their ids, so
 * that a revocation and a verification of the same token follow one another and never deadlock.
 */
import type { TokenState } from "@ramznama/contract";
import { sql, type RawBuilder, type Selectable } from "kysely";
import { lockName, type Database, type Tables, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";

export type TokenRow = Selectable<Tables["tokens"]>;

export const loadTokenBySerial = (
  database: Database | Tx,
  serial: string,
): Promise<TokenRow | undefined> =>
  database.selectFrom("tokens").selectAll().where("serial", "=", serial).executeTakeFirst();

/** @throws RamznamaError `token_not_found` */
export const lockTokenBySerial = async (tx: Tx, serial: string): Promise<TokenRow> => {
  const token = await lockTokenIfAny(tx, serial);
  if (token === undefined) throw new RamznamaError("token_not_found");
  return token;
};

export const lockTokenIfAny = (tx: Tx, serial: string): Promise<TokenRow | undefined> =>
  tx.selectFrom("tokens").selectAll().where("serial", "=", serial).forUpdate().executeTakeFirst();

export const lockTokens = (tx: Tx, ids: readonly number[]): Promise<TokenRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tx
        .selectFrom("tokens")
        .selectAll()
        .where("id", "in", ids)
        .orderBy("id")
        .forUpdate()
        .execute();

export const lockTokensOfCustomer = (
  tx: Tx,
  customerId: string,
  states: readonly TokenState[],
): Promise<TokenRow[]> =>
  tx
    .selectFrom("tokens")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("state", "in", states)
    .orderBy("id")
    .forUpdate()
    .execute();

export const lockTokensOfDevice = (
  tx: Tx,
  deviceId: string,
  states: readonly TokenState[],
): Promise<TokenRow[]> =>
  tx
    .selectFrom("tokens")
    .selectAll()
    .where("device_id", "=", deviceId)
    .where("state", "in", states)
    .orderBy("id")
    .forUpdate()
    .execute();

/**
 * One change at a time for a customer as a whole: registering, issuing, activating, releasing. Taken before any token
 * lock, always.
 */
export const lockCustomer = (tx: Tx, customerId: string): Promise<void> =>
  lockName(tx, lockNameOf(customerId));

const lockNameOf = (customerId: string): string => `customer:${customerId}`;

/**
 * The same for the customer whom rows of a slice name in `customer_id`, in one step; false when there are none.
 * @param rows what follows FROM; of one customer, at most
 */
export const lockCustomersWhere = async (tx: Tx, rows: RawBuilder<unknown>): Promise<boolean> => {
  const locked = await sql`
    select pg_advisory_xact_lock(hashtextextended(${lockNameOf("")}::text || customer_id, 0)) from ${rows}`.execute(
    tx,
  );
  return locked.rows.length > 0;
};
