/** Which acts of the branch fit which state of a token. */
import type { TokenState } from "@ramznama/contract";

export type StaffAct = "revoke" | "suspend" | "lift";

export type StaffActOutcome =
  | { readonly kind: "end" }
  | { readonly kind: "suspend" }
  | { readonly kind: "activate" }
  | { readonly kind: "nothing" }
  | { readonly kind: "refuse" };

/** Asking for what is so already changes nothing and is no error. */
export const decideStaffAct = (state: TokenState, act: StaffAct): StaffActOutcome => {
  switch (act) {
    case "revoke":
      return { kind: state === "ended" ? "nothing" : "end" };
    case "suspend":
      if (state === "suspended") return { kind: "nothing" };
      return { kind: state === "active" ? "suspend" : "refuse" };
    case "lift":
      if (state === "active") return { kind: "nothing" };
      return { kind: state === "suspended" ? "activate" : "refuse" };
  }
};
