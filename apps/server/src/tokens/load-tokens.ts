/**
 * Loading and locking tokens. Everyone who changes a token locks its row first, several in the order of their ids, so
 * that a revocation and a verification of the same token follow one another and never deadlock.
 */
import type { TokenState } from "@ramznama/contract";
import type { Selectable } from "kysely";
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
  const found = await loadTokenBySerial(tx, serial);
  const [token] = found === undefined ? [] : await lockTokens(tx, [found.id]);
  if (token === undefined) throw new RamznamaError("token_not_found");
  return token;
};

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

/** Newest first, whatever became of them. */
export const loadTokensOfCustomer = (
  database: Database,
  customerId: string,
  limit: number,
): Promise<TokenRow[]> =>
  database
    .selectFrom("tokens")
    .selectAll()
    .where("customer_id", "=", customerId)
    .orderBy("id", "desc")
    .limit(limit)
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
  lockName(tx, `customer:${customerId}`);
