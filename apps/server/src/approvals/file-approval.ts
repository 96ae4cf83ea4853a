/** Asking for a second person. The caller holds the customer's lock and has looked at what the request is about. */
import type { Approval } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import { later, type Clock } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import type { Random } from "../platform/random.ts";
import {
  affectedBy,
  approvalOf,
  askedOf,
  detailsOf,
  lockOpenApproval,
  settleApproval,
  type ApprovalRow,
} from "./approval-records.ts";
import { isRepetition, stateNow } from "./decide-approval.ts";
import { openContent, sealContent } from "./sealed-content.ts";

export interface FilingContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly policy: { readonly approvals: { readonly lifeSeconds: number } };
}

export interface ApprovalRequest {
  readonly kind: Approval["kind"];
  readonly caller: StaffOfBranch;
  readonly customer: { readonly customerId: string; readonly name: string };
  /** A token's serial, a device's id, a customer's id. */
  readonly object: string;
  /** The token that links are for. */
  readonly tokenId?: number;
  /** As people may see it. */
  readonly subjects: readonly string[];
  /** What must be known to do it and is sealed: full account numbers. */
  readonly content?: readonly string[];
  /** Digest of what it is about, as that is now. */
  readonly basis: Uint8Array;
  readonly reference: string;
}

/**
 * The same person asking for the same again is answered with the open request; any other request about the thing
 * voids the open one, so that nobody approves what somebody has asked for differently since.
 */
export const fileApproval = async (
  context: FilingContext,
  tx: Tx,
  request: ApprovalRequest,
): Promise<Approval> => {
  const now = context.clock.now();
  const open = await lockOpenApproval(tx, request.kind, request.object);
  if (open !== undefined) {
    const content = openContent(context.keyring, open);
    const again = { ...request, by: request.caller, content: request.content ?? [] };
    if (isRepetition({ ...askedOf(open), content }, again, now)) {
      return approvalOf(open, request.caller, now);
    }
    await endOpen(tx, open, request, now);
  }
  return approvalOf(await insertApproval(context, tx, request, now), request.caller, now);
};

/** What was asked for is not wanted any more: an open request about the thing is void. */
export const voidOpenApproval = async (
  tx: Tx,
  asked: Pick<ApprovalRequest, "kind" | "object" | "caller" | "reference">,
  now: number,
): Promise<void> => {
  const open = await lockOpenApproval(tx, asked.kind, asked.object);
  if (open !== undefined) await endOpen(tx, open, asked, now);
};

const endOpen = async (
  tx: Tx,
  open: ApprovalRow,
  { caller, reference }: Pick<ApprovalRequest, "caller" | "reference">,
  now: number,
): Promise<void> => {
  const by = { actor: actorOf(caller), reference };
  const expired = stateNow(askedOf(open), now) === "expired";
  await settleApproval(
    tx,
    open,
    expired ? { ...by, state: "expired" } : { ...by, state: "voided", because: "asked-anew" },
    now,
  );
};

const insertApproval = async (
  { random, keyring, policy }: FilingContext,
  tx: Tx,
  request: ApprovalRequest,
  now: number,
): Promise<ApprovalRow> => {
  const id = random.uuid();
  const row = await tx
    .insertInto("approvals")
    .values({
      id,
      kind: request.kind,
      state: "requested",
      branch: request.caller.branch,
      customer_id: request.customer.customerId,
      customer_name: request.customer.name,
      object: request.object,
      token_id: request.tokenId ?? null,
      subjects: request.subjects,
      sealed_content: sealContent(keyring, id, request.content),
      basis: request.basis,
      requested_by: request.caller.user,
      requested_at: new Date(now),
      expires_at: later(now, policy.approvals.lifeSeconds),
      decided_by: null,
      decided_at: null,
      note: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendAudit(tx, now, {
    type: "approval.requested",
    actor: actorOf(request.caller),
    ...affectedBy(row),
    details: detailsOf(row),
    reference: request.reference,
  });
  return row;
};
