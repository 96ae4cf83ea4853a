/** That a branch has seen a customer's document: what enrolment after odd days and the lift of a block rest on. */
import type { identityDocuments } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { later } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";

export type IdentityDocument = (typeof identityDocuments)[number];

interface IdentityCheck {
  readonly customerId: string;
  /** Null: seen, and which one it was is not told. */
  readonly document: IdentityDocument | null;
  readonly caller: StaffOfBranch;
  readonly reference: string;
}

/** @param now milliseconds since the Unix epoch */
export const saveIdentityCheck = async (
  tx: Tx,
  { customerId, document, caller, reference }: IdentityCheck,
  now: number,
): Promise<void> => {
  await tx
    .insertInto("identity_checks")
    .values({
      customer_id: customerId,
      document,
      checked_by: caller.user,
      branch: caller.branch,
      checked_at: new Date(now),
    })
    .execute();
  await appendAudit(tx, now, {
    type: "identity.checked",
    actor: actorOf(caller),
    customerId,
    details: { document },
    reference,
  });
};

/**
 * Until when the newest check of this branch holds; null when none does any more.
 * @param now milliseconds since the Unix epoch
 */
export const loadIdentitySeenUntil = async (
  database: Database | Tx,
  customerId: string,
  branch: string,
  holdsSeconds: number,
  now: number,
): Promise<Date | null> => {
  const newest = await database
    .selectFrom("identity_checks")
    .select((eb) => eb.fn.max("checked_at").as("at"))
    .where("customer_id", "=", customerId)
    .where("branch", "=", branch)
    .executeTakeFirst();
  if (newest?.at == null) return null;
  const until = later(newest.at.getTime(), holdsSeconds);
  return until.getTime() > now ? until : null;
};
