/** Which question is open over a customer; it is kept, so that a reload or a new sign-in finds it open again. */
import type { Receipt } from "@ramznama/contract";

export type OpenDialog =
  | { readonly kind: "identity" | "issue-account" | "issue-card" }
  | { readonly kind: "release" | "revoke-all" | "lift-block" }
  | {
      readonly kind: "links" | "resend" | "reprint" | "suspend" | "unsuspend" | "revoke";
      readonly serial: string;
    }
  | { readonly kind: "receipt"; readonly receipt: Receipt };
