import type { Tx } from "../platform/database.ts";
import { loadBlockedAt } from "./blocks.ts";

/** What Ramznama itself knows that bears on sending a code to this customer. */
export const loadEnrolmentState = async (
  tx: Tx,
  customerId: string,
): Promise<{ blockedAt: Date | null; releasedByChannelAt: Date | null }> => {
  const released = await tx
    .selectFrom("devices")
    .select((eb) => eb.fn.max("ended_at").as("at"))
    .where("customer_id", "=", customerId)
    .where("end_reason", "=", "released-by-channel")
    .executeTakeFirst();
  return {
    blockedAt: await loadBlockedAt(tx, customerId),
    releasedByChannelAt: released?.at ?? null,
  };
};
