/** The server's rules for an activation (protocol.md), one sentence each. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activationRefusals } from "./activation-refusal.ts";
import {
  decideActivation,
  decideRepetition,
  startsMax,
  unrecognisedPerDayMax,
  wrongCodesMax,
  type ActivationDecision,
  type ActivationState,
  type ActivationToken,
} from "./decide-activation.ts";
import { asUnixMilliseconds } from "./platform.ts";

const now = asUnixMilliseconds(1_800_000_000_000);
const card = { kind: "card", platform: "pwa" } as const;

const device = { customerId: "C1", unrecognisedToday: 0 };
const code = {
  expiresAt: asUnixMilliseconds(now + 1),
  wrongAttempts: 0,
  matches: true,
  startsCount: 0,
};
const token: ActivationToken = {
  kind: "card",
  state: "issued",
  customerId: "C1",
  cardMatches: true,
  code,
};
const issued: ActivationState = { device, token, remembered: undefined };

function given(change: {
  readonly device?: Partial<typeof device> | undefined;
  readonly token?: Partial<ActivationToken>;
  readonly code?: Partial<ActivationToken["code"]>;
  readonly remembered?: ActivationState["remembered"];
}): ActivationState {
  return {
    device: { ...device, ...change.device },
    token: { ...token, ...change.token, code: { ...code, ...change.code } },
    remembered: change.remembered,
  };
}

function reasonOf(decision: ActivationDecision): string {
  return decision.outcome === "refuse" ? decision.reason : decision.outcome;
}

function decide(state: ActivationState): ActivationDecision {
  return decideActivation(state, card, now);
}

describe("S29 activation checks the data", () => {
  it("accepts the owner's serial with its code", () => {
    expect(decide(issued)).toEqual({
      outcome: "accept",
      startsCount: 1,
      replacesUnconfirmed: false,
    });
  });

  it("refuses a device key that is not registered, and remembers nothing of it", () => {
    const refusal = { reason: "device_not_registered", spends: undefined, remember: false };
    expect(decide({ ...issued, device: undefined })).toMatchObject(refusal);
  });

  it("lets an unknown serial count against the device", () => {
    expect(decide({ ...issued, token: undefined })).toEqual({
      outcome: "refuse",
      reason: "activation_not_recognised",
      spends: "device_attempt",
      voidsCode: false,
      remember: true,
    });
  });

  it("lets a wrong code count against the code, and looks like a wrong serial", () => {
    expect(decide(given({ code: { matches: false } }))).toEqual({
      outcome: "refuse",
      reason: "activation_not_recognised",
      spends: "code_attempt",
      voidsCode: false,
      remember: true,
    });
  });

  it("voids the code with the fifth wrong one, not before and not the token", () => {
    const wrong = (wrongAttempts: number) =>
      decide(given({ code: { matches: false, wrongAttempts } }));
    expect(wrong(wrongCodesMax - 2)).toMatchObject({ voidsCode: false });
    expect(wrong(wrongCodesMax - 1)).toMatchObject({ voidsCode: true });
    expect(reasonOf(wrong(wrongCodesMax))).toBe("activation_code_locked");
  });

  it("refuses the right code once it is locked", () => {
    expect(reasonOf(decide(given({ code: { wrongAttempts: wrongCodesMax } })))).toBe(
      "activation_code_locked",
    );
  });

  it("refuses a code from the very moment it expires, without counting", () => {
    const expired = decide(given({ code: { expiresAt: now, matches: false } }));
    expect(expired).toMatchObject({ reason: "activation_code_expired", spends: undefined });
  });

  it("S25 S26 refuses the other platform and a page of another customer before anything is looked at, and remembers it", () => {
    const { device } = issued;
    if (device === undefined) throw new Error("a device is given");
    const asked = (more: object) =>
      decideActivation({ ...issued, device: { ...device, ...more } }, card, now);
    expect(asked({ platform: "app" })).toMatchObject({
      reason: "other_platform",
      spends: undefined,
      remember: true,
    });
    expect(asked({ signedInAs: "somebody else" })).toMatchObject({ reason: "signed_in_as_other" });
    for (const fine of [{ platform: "pwa" }, { platform: null }, { signedInAs: device.customerId }])
      expect(asked(fine)).toMatchObject({ outcome: "accept" });
  });

  it("refuses the other kind and another card without counting", () => {
    const kind = decideActivation(issued, { kind: "account-gateway", platform: "pwa" }, now);
    expect(kind).toMatchObject({ reason: "wrong_kind", spends: undefined });
    const otherCard = decide(given({ token: { cardMatches: false }, code: { matches: false } }));
    expect(otherCard).toMatchObject({ reason: "card_mismatch", spends: undefined });
  });

  it("refuses a used code, a suspended and an ended token, each by its name", () => {
    const inState = (state: ActivationToken["state"]) =>
      reasonOf(decide(given({ token: { state } })));
    expect(inState("active")).toBe("activation_code_used");
    expect(inState("suspended")).toBe("customer_blocked");
    expect(inState("ended")).toBe("token_state_conflict");
  });

  it("stops a device that has tried ten unknown serials today, even with a right one", () => {
    const tried = (unrecognisedToday: number) =>
      reasonOf(decide(given({ device: { unrecognisedToday } })));
    expect(tried(unrecognisedPerDayMax - 1)).toBe("accept");
    expect(tried(unrecognisedPerDayMax)).toBe("daily_limit_reached");
  });
});

describe("S25 a token is only for the user registered on the device", () => {
  it("a stranger learns nothing and spends no attempt of the owner, whatever the token's state", () => {
    const states = fc.constantFrom<ActivationToken["state"]>(
      "issued",
      "confirming",
      "active",
      "suspended",
      "ended",
    );
    fc.assert(
      fc.property(
        states,
        fc.record({ matches: fc.boolean(), wrongAttempts: fc.nat(9) }),
        fc.boolean(),
        (state, changed, cardMatches) => {
          const foreign = given({
            token: { state, customerId: "C2", cardMatches },
            code: changed,
          });
          expect(decide(foreign)).toEqual(decide({ ...issued, token: undefined }));
        },
      ),
    );
  });
});

describe("R5 the same request again", () => {
  const confirming = { state: "confirming" } as const;

  it("gets the stored answer until it is confirmed, also when the code expired or was locked", () => {
    const remembered = { outcome: "answered", current: true } as const;
    const late = given({
      token: confirming,
      code: {
        startsCount: startsMax,
        expiresAt: now,
        wrongAttempts: wrongCodesMax,
        matches: false,
      },
      remembered,
    });
    expect(decide(late)).toEqual({ outcome: "replay" });
    const limited = { ...late, device: { ...device, unrecognisedToday: unrecognisedPerDayMax } };
    expect(decide(limited)).toEqual({ outcome: "replay" });
  });

  it("rechecks that device and token are alive", () => {
    const remembered = { outcome: "answered", current: true } as const;
    const again = (change: Parameters<typeof given>[0]) =>
      reasonOf(decide(given({ ...change, remembered })));
    const released = { ...given({ token: confirming, remembered }), device: undefined };
    expect(reasonOf(decide(released))).toBe("device_not_registered");
    expect(decideRepetition(undefined, released.token, remembered)).toEqual(decide(released));
    expect(again({ token: { state: "ended" } })).toBe("token_state_conflict");
    expect(again({ token: { state: "suspended" } })).toBe("customer_blocked");
    expect(again({ token: { state: "active" } })).toBe("activation_code_used");
    expect(again({ token: { ...confirming, customerId: "C2" } })).toBe("token_state_conflict");
  });

  it("does not come back to life after a later start replaced it", () => {
    const remembered = { outcome: "answered", current: false } as const;
    const replaced = decide(given({ token: confirming, remembered }));
    expect(replaced).toMatchObject({ reason: "token_state_conflict", spends: undefined });
  });

  it("gets a remembered refusal again, spends nothing and is never acted upon", () => {
    for (const reason of activationRefusals) {
      const again = decide(given({ remembered: { outcome: "refused", reason } }));
      expect(again).toMatchObject({ outcome: "refuse", reason, spends: undefined });
    }
  });

  it("every refusal of a registered device is remembered, for its tag is final", () => {
    const refusals = [
      given({ code: { matches: false } }),
      given({ code: { expiresAt: now } }),
      given({ code: { wrongAttempts: wrongCodesMax } }),
      given({ code: { startsCount: startsMax } }),
      given({ token: { state: "active" } }),
      given({ token: { cardMatches: false } }),
      given({ device: { unrecognisedToday: unrecognisedPerDayMax } }),
      { ...issued, token: undefined },
    ];
    for (const state of refusals) {
      expect(decide(state)).toMatchObject({ outcome: "refuse", remember: true });
    }
  });
});

describe("A start anew with the same code", () => {
  it("replaces the unconfirmed root, is counted, and there are three at most", () => {
    const started = (startsCount: number) =>
      decide(given({ token: { state: "confirming" }, code: { startsCount } }));
    expect(started(1)).toEqual({ outcome: "accept", startsCount: 2, replacesUnconfirmed: true });
    expect(started(2)).toEqual({ outcome: "accept", startsCount: 3, replacesUnconfirmed: true });
    expect(reasonOf(started(3))).toBe("activation_too_many_starts");
  });

  it("still needs the right code", () => {
    const wrong = decide(given({ token: { state: "confirming" }, code: { matches: false } }));
    expect(wrong).toMatchObject({ reason: "activation_not_recognised", spends: "code_attempt" });
  });
});
