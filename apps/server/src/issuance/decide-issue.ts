/** May a code be sent for this customer now, and by whom? (product.md, "Who may link and enrol") */

interface EnrolmentState {
  /** The number in core banking. */
  readonly mobile: string | null;
  readonly mobileChangedAt: Date | null;
  /** The owner stopped everything and no branch has lifted that yet. */
  readonly blocked: boolean;
  /** The last release of a device at an ATM. */
  readonly releasedByChannelAt: Date | null;
}

interface EnrolmentRequest {
  readonly via: "channel" | "branch";
  readonly identitySeen: boolean;
}

interface EnrolmentRules {
  readonly mobileSettlesSeconds: number;
  readonly releaseSettlesSeconds: number;
}

export type EnrolmentOutcome =
  | { readonly ok: true; readonly mobile: string }
  | {
      readonly ok: false;
      readonly reason:
        "no_mobile_number" | "customer_blocked" | "branch_visit_required" | "identity_required";
    };

const plus = (at: Date | null, seconds: number): number =>
  at === null ? -Infinity : at.getTime() + seconds * 1000;

/** Until when only a branch sends codes, the identity seen; null when nothing has to settle now. */
export const branchOnlyUntil = (
  state: Pick<EnrolmentState, "mobileChangedAt" | "releasedByChannelAt">,
  rules: EnrolmentRules,
  now: number,
): Date | null => {
  const until = Math.max(
    plus(state.mobileChangedAt, rules.mobileSettlesSeconds),
    plus(state.releasedByChannelAt, rules.releaseSettlesSeconds),
  );
  return now < until ? new Date(until) : null;
};

/** @param now milliseconds since the Unix epoch */
export const decideEnrolment = (
  state: EnrolmentState,
  request: EnrolmentRequest,
  rules: EnrolmentRules,
  now: number,
): EnrolmentOutcome => {
  if (state.blocked) return { ok: false, reason: "customer_blocked" };
  if (state.mobile === null) return { ok: false, reason: "no_mobile_number" };
  const careful = branchOnlyUntil(state, rules, now) !== null;
  if (careful && request.via === "channel") return { ok: false, reason: "branch_visit_required" };
  if (careful && !request.identitySeen) return { ok: false, reason: "identity_required" };
  return { ok: true, mobile: state.mobile };
};
