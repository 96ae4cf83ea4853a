/** The server's decision over a confirmation (protocol.md, Activation, last message): pure. */

export interface ConfirmationState {
  /** The device that signed the request is registered and not released. */
  readonly deviceAlive: boolean;
  /** Undefined when this device key began no activation of that id. */
  readonly activation:
    | {
        /** From `verifyConfirmation`. */
        readonly confirmationMatches: boolean;
        /** `replaced`: a later start with the same code took its place. */
        readonly standing: "awaiting" | "confirmed" | "replaced";
        readonly tokenState: "issued" | "confirming" | "active" | "suspended" | "ended";
      }
    | undefined;
}

export type ConfirmationDecision =
  /** Token active, stored reply deleted, an older token of that card superseded: one transaction. */
  | { readonly outcome: "confirm" }
  /** The same success again; change nothing. */
  | { readonly outcome: "already_confirmed" }
  | {
      readonly outcome: "refuse";
      readonly reason:
        | "not_found"
        | "confirmation_wrong"
        | "device_not_registered"
        | "customer_blocked"
        | "token_state_conflict";
      /** Send the stored `endedTag` as `refusalTag`: the phone drops the token's key. */
      readonly ended: boolean;
    };

export function decideConfirmation(state: ConfirmationState): ConfirmationDecision {
  const { activation } = state;
  if (activation === undefined) return refuse("not_found", false);
  // Only who derived the root learns how the activation stands.
  if (!activation.confirmationMatches) return refuse("confirmation_wrong", false);
  if (!state.deviceAlive) return refuse("device_not_registered", true);
  if (activation.tokenState === "ended" || activation.standing === "replaced") {
    return refuse("token_state_conflict", true);
  }
  if (activation.standing === "confirmed") return { outcome: "already_confirmed" };
  // A suspension can be lifted, so the phone keeps its key and asks again.
  if (activation.tokenState === "suspended") return refuse("customer_blocked", false);
  if (activation.tokenState === "confirming") return { outcome: "confirm" };
  return refuse("token_state_conflict", true);
}

type RefusalReason = Extract<ConfirmationDecision, { outcome: "refuse" }>["reason"];

function refuse(reason: RefusalReason, ended: boolean): ConfirmationDecision {
  return { outcome: "refuse", reason, ended };
}
