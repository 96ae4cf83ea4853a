/** What becomes of a session when a cookie of it comes in: used, changed, or ended. Times in milliseconds. */
import type { SessionPolicy } from "../policy.ts";

export interface SessionState {
  readonly endsAt: number;
  readonly endedAt: number | null;
  readonly lastUsedAt: number;
  readonly rotatedAt: number;
  /** There is a secret before the present one. */
  readonly hasPrevious: boolean;
  /** Null while the present secret has not been shown yet. */
  readonly previousUntil: number | null;
  readonly rolesCheckedAt: number;
  readonly checkBeganAt: number;
  /** The provider vouched for the person; who signed in with a code alone is not asked about there. */
  readonly isOfProvider: boolean;
}

/** `unknown`: the handle is right and the secret is neither of the two. */
export type Presented = "present" | "previous" | "unknown";

export type EndReason =
  | "signed_out"
  | "signed_in_anew"
  | "idle"
  | "whole_life"
  | "reused"
  | "ended_by_officer"
  | "refused_by_provider"
  | "roles_changed"
  | "provider_away";

export type Use =
  | { readonly kind: "over" }
  | { readonly kind: "end"; readonly reason: EndReason }
  | {
      readonly kind: "use";
      /** A fresh secret goes out with the answer. */
      readonly rotates: "present" | "unseen" | false;
      /** From now on the previous secret has its grace and no longer. */
      readonly confirms: boolean;
      /** This request asks the provider; those beside it go on with what is known. */
      readonly checksRoles: boolean;
    };

/** An attempt to ask the provider that has said nothing for so long is taken for lost. */
const checkLeaseSeconds = 30;

export const decideUse = (
  state: SessionState,
  presented: Presented,
  policy: SessionPolicy,
  now: number,
): Use => {
  const since = (at: number): number => (now - at) / 1_000;
  if (state.endedAt !== null) return { kind: "over" };
  if (now >= state.endsAt) return { kind: "end", reason: "whole_life" };
  if (since(state.lastUsedAt) >= policy.idleSeconds) return { kind: "end", reason: "idle" };
  if (isStolen(state, presented, now)) return { kind: "end", reason: "reused" };
  return {
    kind: "use",
    rotates: rotationOf(state, presented, policy, now),
    confirms: presented === "present" && state.hasPrevious && state.previousUntil === null,
    checksRoles:
      state.isOfProvider &&
      since(state.rolesCheckedAt) >= policy.roleCheckSeconds &&
      since(state.checkBeganAt) >= checkLeaseSeconds,
  };
};

/** Two browsers hold secrets of one session: one of them has it from somebody else (RFC 9700 §4.14.2, by analogy). */
const isStolen = ({ previousUntil }: SessionState, presented: Presented, now: number): boolean =>
  presented === "unknown" ||
  (presented === "previous" && previousUntil !== null && now >= previousUntil);

/**
 * The present secret is changed with its age. A previous one that comes long after a change which nobody has seen
 * means that the answer was lost on its way: its browser gets another, and the unseen one is worth nothing any more.
 */
const rotationOf = (
  state: SessionState,
  presented: Presented,
  policy: SessionPolicy,
  now: number,
): "present" | "unseen" | false => {
  const ageSeconds = (now - state.rotatedAt) / 1_000;
  if (presented === "present") return ageSeconds >= policy.rotationSeconds ? "present" : false;
  return state.previousUntil === null && ageSeconds >= policy.graceSeconds ? "unseen" : false;
};

/** After the provider did not answer: how long that is overlooked. */
export const isTooLongUnchecked = (
  rolesCheckedAt: number,
  policy: SessionPolicy,
  now: number,
): boolean => now - rolesCheckedAt >= policy.providerAwaySeconds * 1_000;
