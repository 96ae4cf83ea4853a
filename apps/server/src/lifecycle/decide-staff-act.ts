/** Which acts of the branch fit which state of a token. */
import type { TokenState } from "@ramznama/contract";

export type StaffAct = "revoke" | "suspend" | "lift";

export type StaffActOutcome =
  | { readonly kind: "end" }
  | { readonly kind: "suspend" }
  | { readonly kind: "activate" }
  | { readonly kind: "nothing" }
  | { readonly kind: "refuse"; readonly reason: "token_state_conflict" | "customer_blocked" };

/** Why a token is suspended by «مسدود کردن رمزنما». */
export const ownersBlock = "blocked-by-owner";

/** Asking for what is so already changes nothing and is no error. */
export const decideStaffAct = (
  { state, reason }: { readonly state: TokenState; readonly reason: string | null },
  act: StaffAct,
): StaffActOutcome => {
  switch (act) {
    case "revoke":
      return { kind: state === "ended" ? "nothing" : "end" };
    case "suspend":
      // A stop by the branch is another than the owner's, and outlives it.
      if (state === "suspended" && reason !== ownersBlock) return { kind: "nothing" };
      return state === "active" || state === "suspended" ? { kind: "suspend" } : conflict;
    case "lift":
      if (state === "active") return { kind: "nothing" };
      if (state !== "suspended") return conflict;
      // The owner's block is lifted as a whole, by two people and with the owner's identity seen.
      return reason === ownersBlock
        ? { kind: "refuse", reason: "customer_blocked" }
        : { kind: "activate" };
  }
};

const conflict = { kind: "refuse", reason: "token_state_conflict" } as const;
