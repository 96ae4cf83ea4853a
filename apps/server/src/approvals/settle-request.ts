/** One decision: looked at, done at once if it is an approval, and written down, all in one transaction. */
import type { Approval } from "@ramznama/contract";
import { actorOf } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { lockCustomer } from "../tokens/index.ts";
import {
  approvalOf,
  askedOf,
  loadApproval,
  lockApproval,
  settleApproval,
  type ApprovalRow,
} from "./approval-records.ts";
import type { ApprovedRequest, ApprovedWork, ApprovedWorks } from "./approved-work.ts";
import { decideApproval, decideWithdrawal, refusePerson } from "./decide-approval.ts";
import { openContent } from "./sealed-content.ts";

export interface DecisionContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly works: ApprovedWorks;
}

export interface DecisionRequest {
  readonly caller: StaffOfBranch;
  readonly id: string;
  readonly decision: "approve" | "reject";
  readonly note: string | undefined;
  readonly reference: string;
}

export interface PreparedDecision {
  readonly customerId: string;
  /** Absent for a rejection, which does nothing, and for what is over. */
  readonly work: ApprovedWork | undefined;
}

/**
 * Refuses the person before core banking is asked for anything. The state is left to the transaction: a repetition of
 * the very request that has just changed it must find that request's answer.
 * @throws RamznamaError `approval_not_found`, `own_request`
 */
export const prepareDecision = async (
  { database, keyring, works }: DecisionContext,
  { caller, id, decision }: DecisionRequest,
): Promise<PreparedDecision> => {
  const row = await loadApproval(database, id);
  if (row === undefined) throw new RamznamaError("approval_not_found");
  const reason = refusePerson(askedOf(row), caller);
  if (reason !== undefined) throw new RamznamaError(reason);
  const needsWork = decision === "approve" && row.state === "requested";
  const work = needsWork ? await works[row.kind](requestOf(keyring, row)) : undefined;
  return { customerId: row.customer_id, work };
};

const requestOf = (keyring: Keyring, row: ApprovalRow): ApprovedRequest => ({
  id: row.id,
  customerId: row.customer_id,
  object: row.object,
  content: openContent(keyring, row),
  requestedBy: row.requested_by,
});

/** A request that has become void stays so, though the decision is refused: that is an answer, not a refusal thrown. */
export type Decided =
  { readonly kind: "settled"; readonly approval: Approval } | { readonly kind: "voided" };

export const settleRequest = async (
  { clock }: DecisionContext,
  tx: Tx,
  request: DecisionRequest,
  { customerId, work }: PreparedDecision,
): Promise<Decided> => {
  const { caller, decision, note, reference } = request;
  await lockCustomer(tx, customerId);
  const row = await lockApproval(tx, request.id);
  if (row === undefined) throw new RamznamaError("approval_not_found");
  const now = clock.now();
  const by = { actor: actorOf(caller), reference };
  const basis = await work?.basis(tx);
  const outcome = decideApproval(askedOf(row), caller, decision, basis, now);
  if (outcome.kind === "refuse") throw new RamznamaError(outcome.reason);
  if (outcome.kind === "void") {
    await settleApproval(tx, row, { ...by, state: "voided", because: "changed" }, now);
    return { kind: "voided" };
  }
  if (outcome.kind === "approve") await work?.carryOut(tx, { ...by, now });
  const state = outcome.kind === "approve" ? "approved" : "rejected";
  const settlement = { ...by, state, decidedBy: caller.user, note } as const;
  const settled = await settleApproval(tx, row, settlement, now);
  return { kind: "settled", approval: approvalOf(settled, caller, now) };
};

export const withdrawRequest = async (
  { clock }: DecisionContext,
  tx: Tx,
  request: { readonly caller: StaffOfBranch; readonly id: string; readonly reference: string },
): Promise<Approval> => {
  const { caller, id, reference } = request;
  const known = await loadApproval(tx, id);
  if (known === undefined) throw new RamznamaError("approval_not_found");
  await lockCustomer(tx, known.customer_id);
  const row = await lockApproval(tx, id);
  if (row === undefined) throw new RamznamaError("approval_not_found");
  const now = clock.now();
  const outcome = decideWithdrawal(askedOf(row), caller, now);
  if (outcome.kind === "refuse") throw new RamznamaError(outcome.reason);
  if (outcome.kind === "nothing") return approvalOf(row, caller, now);
  const by = { actor: actorOf(caller), reference };
  return approvalOf(await settleApproval(tx, row, { ...by, state: "withdrawn" }, now), caller, now);
};
