/** What the phone may do with its own tokens: list them, delete one, delete all (S19, S21, protocol.md). */
import { deleteAllDeviceTokens, deleteDeviceToken, listDeviceTokens } from "@ramznama/contract";
import { loadDeviceByKey, type DeviceRow } from "../customers/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller, RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { liveStates, lockCustomer, lockTokensOfDevice, type TokenRow } from "../tokens/index.ts";
import { loadDeclares } from "../verification/index.ts";
import { endWithEvent } from "./end-tokens.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: Policy;
}

export const deviceTokenRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    const { database } = context;
    serve(listDeviceTokens, async ({ caller }) => {
      const device = await liveDevice(database, caller);
      const rows = await database
        .selectFrom("tokens")
        .selectAll()
        .where("device_id", "=", device.id)
        .orderBy("id")
        .execute();
      const declaresOf = await loadDeclares(context, rows);
      return {
        tokens: rows.map((row) => ({
          serial: row.serial,
          kind: row.kind,
          state: row.state,
          stateReason: row.state_reason,
          subject: row.subject,
          platform: row.platform,
          declares: declaresOf(row),
        })),
      };
    });
    serve(deleteDeviceToken, ({ caller, params, reference }) =>
      deleteTokens(context, caller, reference, (token) => token.serial === params.serial),
    );
    serve(deleteAllDeviceTokens, ({ caller, reference }) =>
      deleteTokens(context, caller, reference, () => true),
    );
  };

const liveDevice = async (database: Database | Tx, caller: DeviceCaller): Promise<DeviceRow> => {
  const device = await loadDeviceByKey(database, caller.thumbprint);
  if (device === undefined) throw new RamznamaError("device_not_registered");
  return device;
};

/** Idempotent: a token that has ended, or that this device never had, is as deleted as can be. */
const deleteTokens = (
  { database, clock }: Context,
  caller: DeviceCaller,
  reference: string,
  chosen: (token: TokenRow) => boolean,
): Promise<void> =>
  transaction(database, async (tx) => {
    const device = await liveDevice(tx, caller);
    await lockCustomer(tx, device.customer_id);
    const act = { actor: { kind: "device", id: device.id }, reference, now: clock.now() } as const;
    for (const token of await lockTokensOfDevice(tx, device.id, liveStates)) {
      if (chosen(token)) await endWithEvent(tx, token, act, "token.deleted", "deleted-on-phone");
    }
  });
