/** The device a customer is registered on: one that lives, at most (S25). */
import type { Platform } from "@ramznama/contract";
import { sql, type QueryCreator, type Selectable } from "kysely";
import type { Database, Tables, Tx } from "../platform/database.ts";
import { lockCustomersWhere } from "../tokens/index.ts";

export type DeviceRow = Selectable<Tables["devices"]>;

/** The live device of this key, if the key is registered. */
export const loadDeviceByKey = (
  database: Database | Tx,
  thumbprint: string,
): Promise<DeviceRow | undefined> =>
  database
    .selectFrom("devices")
    .selectAll()
    .where("thumbprint", "=", thumbprint)
    .where("ended_at", "is", null)
    .executeTakeFirst();

/**
 * Takes the lock of the customer whose live device has this key; false when there is none. The device may be released
 * while we wait for the lock: whoever holds it loads the device again.
 */
export const lockCustomerOfKey = (tx: Tx, thumbprint: string): Promise<boolean> =>
  lockCustomersWhere(tx, sql`devices where thumbprint = ${thumbprint} and ended_at is null`);

export const loadDeviceOfCustomer = (
  database: Database | Tx,
  customerId: string,
): Promise<DeviceRow | undefined> =>
  database
    .selectFrom("devices")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("ended_at", "is", null)
    .executeTakeFirst();

export const lockDevice = (tx: Tx, id: string): Promise<DeviceRow | undefined> =>
  tx.selectFrom("devices").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const endDevice = async (
  tx: Tx,
  id: string,
  reason: NonNullable<DeviceRow["end_reason"]>,
  now: number,
): Promise<void> => {
  await tx
    .updateTable("devices")
    .set({ ended_at: new Date(now), end_reason: reason })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .execute();
};

/** The platform becomes known with the first activation (protocol.md); part of the statement that stores that. */
export const saveDevicePlatform = (db: QueryCreator<Tables>, id: string, platform: Platform) =>
  db.updateTable("devices").set({ platform }).where("id", "=", id).where("platform", "is", null);
