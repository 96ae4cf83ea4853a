/** The server's rules for the last message of an activation. */
import { describe, expect, it } from "vitest";
import { decideConfirmation, type ConfirmationState } from "./decide-confirmation.ts";

type Activation = NonNullable<ConfirmationState["activation"]>;

const waiting: Activation = {
  confirmationMatches: true,
  standing: "awaiting",
  tokenState: "confirming",
};

function decide(change: Partial<Activation>, deviceAlive = true) {
  return decideConfirmation({ deviceAlive, activation: { ...waiting, ...change } });
}

describe("The confirmation", () => {
  it("makes the token active", () => {
    expect(decide({})).toEqual({ outcome: "confirm" });
  });

  it("succeeds again when repeated, also while the token is suspended", () => {
    const again = { outcome: "already_confirmed" };
    expect(decide({ standing: "confirmed", tokenState: "active" })).toEqual(again);
    expect(decide({ standing: "confirmed", tokenState: "suspended" })).toEqual(again);
  });

  it("tells nothing to who does not hold the root", () => {
    const states = ["issued", "confirming", "active", "suspended", "ended"] as const;
    for (const tokenState of states) {
      for (const standing of ["awaiting", "confirmed", "replaced"] as const) {
        expect(decide({ confirmationMatches: false, tokenState, standing }, false)).toEqual({
          outcome: "refuse",
          reason: "confirmation_wrong",
          ended: false,
        });
      }
    }
  });

  it("does not know an activation of another device key", () => {
    expect(decideConfirmation({ deviceAlive: true, activation: undefined })).toEqual({
      outcome: "refuse",
      reason: "not_found",
      ended: false,
    });
  });

  it("is told with proof that a replaced, revoked or released activation has ended", () => {
    const ended = { outcome: "refuse", ended: true };
    expect(decide({ standing: "replaced" })).toMatchObject(ended);
    expect(decide({ tokenState: "ended" })).toMatchObject(ended);
    expect(decide({ standing: "confirmed", tokenState: "ended" })).toMatchObject(ended);
    expect(decide({}, false)).toMatchObject({ ...ended, reason: "device_not_registered" });
  });

  it("waits for a suspension to be lifted, and the phone keeps its key", () => {
    expect(decide({ tokenState: "suspended" })).toEqual({
      outcome: "refuse",
      reason: "customer_blocked",
      ended: false,
    });
  });
});
