/** The number a code may go to now: the rule of product.md over what core banking and Ramznama know. */
import type { CoreCustomer } from "../core-bank/index.ts";
import {
  loadEnrolmentState,
  loadIdentitySeenUntil,
  saveIdentityCheck,
} from "../customers/index.ts";
import type { Tx } from "../platform/database.ts";
import type { ChannelCaller, StaffOfBranch } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Policy } from "../policy.ts";
import { decideEnrolment } from "./decide-issue.ts";

/** Who may issue and send again: an ATM, or a person at a desk. */
export type Issuer = ChannelCaller | StaffOfBranch;

export interface EnrolmentRequest {
  readonly customer: CoreCustomer;
  readonly by: Issuer;
  /** Said with the request; as good as a check recorded just before it. */
  readonly identitySeen: boolean;
  readonly reference: string;
}

/**
 * The caller holds the customer's lock.
 * @param now milliseconds since the Unix epoch
 * @throws RamznamaError with the rule's code
 */
export const enrolledMobile = async (
  policy: Policy,
  tx: Tx,
  request: EnrolmentRequest,
  now: number,
): Promise<string> => {
  const { customer, by } = request;
  const { blockedAt, releasedByChannelAt } = await loadEnrolmentState(tx, customer.customerId);
  const outcome = decideEnrolment(
    {
      blocked: blockedAt !== null,
      releasedByChannelAt,
      mobile: customer.mobile,
      mobileChangedAt: customer.mobileChangedAt,
    },
    {
      via: by.kind === "staff" ? "branch" : "channel",
      identitySeen: await isIdentitySeen(policy, tx, request, now),
    },
    policy.enrolment,
    now,
  );
  if (!outcome.ok) throw new RamznamaError(outcome.reason);
  return outcome.mobile;
};

const isIdentitySeen = async (
  { enrolment }: Policy,
  tx: Tx,
  { customer: { customerId }, by, identitySeen, reference }: EnrolmentRequest,
  now: number,
): Promise<boolean> => {
  if (by.kind === "channel") return false;
  if (identitySeen) {
    await saveIdentityCheck(tx, { customerId, document: null, caller: by, reference }, now);
    return true;
  }
  const holds = enrolment.identityHoldsSeconds;
  return (await loadIdentitySeenUntil(tx, customerId, by.branch, holds, now)) !== null;
};
