/** Four eyes: who may decide a request, until when, and whether it is still about the same thing. */
import type { Approval } from "@ramznama/contract";

export interface AskedApproval {
  readonly state: Approval["state"];
  readonly branch: string;
  readonly requestedBy: string;
  readonly expiresAt: Date;
  /** Digest of what it is about, as that was when it was asked. */
  readonly basis: Uint8Array;
}

export interface Decider {
  readonly user: string;
  readonly branch: string;
}

type DecisionRefusal =
  | "approval_not_found"
  | "own_request"
  | "approval_expired"
  | "approval_voided"
  | "approval_decided";

export type ApprovalOutcome =
  | { readonly kind: "approve" }
  | { readonly kind: "reject" }
  /** It stays void, and the decision is refused. */
  | { readonly kind: "void" }
  | { readonly kind: "refuse"; readonly reason: DecisionRefusal };

/** The state as it is to be read: nobody has to come by for a request to expire. @param now milliseconds since the Unix epoch */
export const stateNow = (
  { state, expiresAt }: Pick<AskedApproval, "state" | "expiresAt">,
  now: number,
): Approval["state"] => (state === "requested" && expiresAt.getTime() <= now ? "expired" : state);

const refusalByState = {
  approved: "approval_decided",
  rejected: "approval_decided",
  withdrawn: "approval_decided",
  expired: "approval_expired",
  voided: "approval_voided",
} as const satisfies Partial<Record<Approval["state"], DecisionRefusal>>;

/** Why this person never decides this request. */
export const refusePerson = (
  approval: AskedApproval,
  decider: Decider,
): "approval_not_found" | "own_request" | undefined => {
  // Another branch's request is as if it did not exist.
  if (approval.branch !== decider.branch) return "approval_not_found";
  if (approval.requestedBy === decider.user) return "own_request";
  return undefined;
};

/** Why this person may not decide this request now, whatever the decision. @param now milliseconds since the Unix epoch */
export const refuseDecider = (
  approval: AskedApproval,
  decider: Decider,
  now: number,
): DecisionRefusal | undefined => {
  const never = refusePerson(approval, decider);
  if (never !== undefined) return never;
  const state = stateNow(approval, now);
  return state === "requested" ? undefined : refusalByState[state];
};

/**
 * @param basisNow digest of what the request is about, as that is now; a rejection needs none
 * @param now milliseconds since the Unix epoch
 */
export const decideApproval = (
  approval: AskedApproval,
  decider: Decider,
  decision: "approve" | "reject",
  basisNow: Uint8Array | undefined,
  now: number,
): ApprovalOutcome => {
  const reason = refuseDecider(approval, decider, now);
  if (reason !== undefined) return { kind: "refuse", reason };
  if (decision === "reject") return { kind: "reject" };
  return isSame(approval.basis, basisNow) ? { kind: "approve" } : { kind: "void" };
};

interface Asking {
  readonly basis: Uint8Array;
  readonly content: readonly string[];
}

/** Whether an open request is asked for once more by the same person: a double click, not another request. */
export const isRepetition = (
  open: AskedApproval & Asking,
  again: Asking & { readonly by: Decider },
  now: number,
): boolean =>
  stateNow(open, now) === "requested" &&
  open.requestedBy === again.by.user &&
  open.branch === again.by.branch &&
  isSame(open.basis, again.basis) &&
  JSON.stringify(open.content) === JSON.stringify(again.content);

const isSame = (asked: Uint8Array, now: Uint8Array | undefined): boolean =>
  now?.length === asked.length && asked.every((byte, index) => byte === now[index]);

/** A colleague's request stays; what is over already stays as it is. @param now milliseconds since the Unix epoch */
export const decideWithdrawal = (
  approval: AskedApproval,
  by: Decider,
  now: number,
):
  | { readonly kind: "withdraw" | "nothing" }
  | {
      readonly kind: "refuse";
      readonly reason: "approval_not_found" | "forbidden" | "approval_decided";
    } => {
  if (approval.branch !== by.branch) return { kind: "refuse", reason: "approval_not_found" };
  if (approval.requestedBy !== by.user) return { kind: "refuse", reason: "forbidden" };
  const state = stateNow(approval, now);
  if (state === "approved" || state === "rejected") {
    return { kind: "refuse", reason: "approval_decided" };
  }
  return { kind: state === "requested" ? "withdraw" : "nothing" };
};
