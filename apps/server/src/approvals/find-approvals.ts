import type { Approval } from "@ramznama/contract";
import type { Tx } from "../platform/database.ts";
import type { ApprovalRow } from "./approval-records.ts";

export interface ApprovalFilter {
  readonly branch: string;
  readonly state?: Approval["state"] | undefined;
  readonly customerId?: string | undefined;
  /** Number of the last request of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first, paged by key. @param now milliseconds since the Unix epoch */
export const findApprovals = (
  tx: Tx,
  { branch, state, customerId, after, limit }: ApprovalFilter,
  now: number,
): Promise<ApprovalRow[]> => {
  let query = tx.selectFrom("approvals").selectAll().where("branch", "=", branch);
  if (customerId !== undefined) query = query.where("customer_id", "=", customerId);
  if (after !== undefined) query = query.where("number", "<", Number(after));
  if (state === "expired") {
    query = query.where((eb) =>
      eb.or([
        eb("state", "=", "expired"),
        eb.and([eb("state", "=", "requested"), eb("expires_at", "<=", new Date(now))]),
      ]),
    );
  } else if (state !== undefined) {
    query = query.where("state", "=", state);
    if (state === "requested") query = query.where("expires_at", ">", new Date(now));
  }
  return query.orderBy("number", "desc").limit(limit).execute();
};
