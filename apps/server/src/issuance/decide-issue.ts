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

const within = (at: Date | null, seconds: number, now: number): boolean =>
  at !== null && now - at.getTime() < seconds * 1000;

/** @param now milliseconds since the Unix epoch */
export const decideEnrolment = (
  state: EnrolmentState,
  request: EnrolmentRequest,
  rules: EnrolmentRules,
  now: number,
): EnrolmentOutcome => {
  if (state.blocked) return { ok: false, reason: "customer_blocked" };
  if (state.mobile === null) return { ok: false, reason: "no_mobile_number" };
  const careful =
    within(state.mobileChangedAt, rules.mobileSettlesSeconds, now) ||
    within(state.releasedByChannelAt, rules.releaseSettlesSeconds, now);
  if (careful && request.via === "channel") return { ok: false, reason: "branch_visit_required" };
  if (careful && !request.identitySeen) return { ok: false, reason: "identity_required" };
  return { ok: true, mobile: state.mobile };
};
