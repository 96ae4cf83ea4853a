import type { Tx } from "../platform/database.ts";

/** What Ramznama itself knows that bears on sending a code to this customer. */
export const loadEnrolmentState = async (
  tx: Tx,
  customerId: string,
): Promise<{ blocked: boolean; releasedByChannelAt: Date | null }> => {
  const blocked = await tx
    .selectFrom("tokens")
    .select("id")
    .where("customer_id", "=", customerId)
    .where("state", "=", "suspended")
    .where("state_reason", "=", "blocked-by-owner")
    .limit(1)
    .executeTakeFirst();
  const released = await tx
    .selectFrom("devices")
    .select((eb) => eb.fn.max("ended_at").as("at"))
    .where("customer_id", "=", customerId)
    .where("end_reason", "=", "released-by-channel")
    .executeTakeFirst();
  return { blocked: blocked !== undefined, releasedByChannelAt: released?.at ?? null };
};
