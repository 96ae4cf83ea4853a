/** The phone's state machine: what is stored before what is sent, and what makes it let go. */
import { describe, expect, it } from "vitest";
import type { OpenedActivationReply } from "./open-activation-reply.ts";
import type { PendingActivation } from "./pending-activation.ts";
import { asUnixMilliseconds } from "./platform.ts";
import {
  exchangeOf,
  reduceActivation,
  type ActivationEvent,
  type PhoneActivation,
} from "./reduce-activation.ts";

const pending: PendingActivation = {
  version: 1,
  body: '{"k":"1"}',
  deviceKeyHash: "device",
  serial: "123456789015",
  subject: { kind: "card", cardNumber: "6280231234567898" },
  pkE: "pkE",
  skE: "secret-skE",
  seedExport: "secret-seed",
  replyExport: "secret-reply",
};
const opened: OpenedActivationReply = {
  activationId: "id",
  serial: pending.serial,
  subject: pending.subject,
  codeKey: new Uint8Array(32).fill(1),
  confirmation: new Uint8Array(32).fill(2),
  endedTag: new Uint8Array(32).fill(3),
  profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121 },
  serverTime: asUnixMilliseconds(0),
  maskedSubject: "628023******7898",
};
const idle: PhoneActivation = { state: "idle" };
const waiting: PhoneActivation = { state: "pending", pending };
const replied = reduceActivation(waiting, {
  type: "reply-opened",
  about: pending.body,
  opened,
}).activation;
const active = reduceActivation(replied, { type: "confirmed", about: "id" }).activation;

const stepsOf = (state: PhoneActivation, event: ActivationEvent): readonly string[] =>
  reduceActivation(state, event).steps.map(({ step }) => step);
const about = (state: PhoneActivation): string => exchangeOf(state) ?? "nothing";

describe("The phone stores before it sends", () => {
  it("the request", () => {
    expect(reduceActivation(idle, { type: "begun", pending }).steps).toEqual([
      { step: "store", activation: waiting },
      { step: "send-request", body: pending.body },
    ]);
  });

  it("the key, and erases body, skE and both exports in the same write", () => {
    const { steps, activation } = reduceActivation(waiting, {
      type: "reply-opened",
      about: pending.body,
      opened,
    });
    expect(steps.map(({ step }) => step)).toEqual(["store", "send-confirmation"]);
    expect(steps[0]).toEqual({ step: "store", activation, codeKey: opened.codeKey });
    expect(activation.state).toBe("replied");
    expect(JSON.stringify(activation)).not.toMatch(/secret|"k"|codeKey/);
  });

  it("and an active token owes nothing and holds its key alone", () => {
    expect(active.state).toBe("active");
    expect(JSON.stringify(active)).not.toContain("confirmation");
    expect(exchangeOf(active)).toBeUndefined();
  });
});

describe("R5 after a crash in any state the phone goes on from what it stored", () => {
  const resumed = { type: "resumed", deviceKeyHash: "device" } as const;

  it("sends the same bytes again", () => {
    expect(reduceActivation(waiting, resumed).steps).toEqual([
      { step: "send-request", body: pending.body },
    ]);
    expect(stepsOf(replied, resumed)).toEqual(["send-confirmation"]);
  });

  it("has nothing to do when idle or active", () => {
    expect(stepsOf(idle, resumed)).toEqual([]);
    expect(stepsOf(active, resumed)).toEqual([]);
  });

  it("lets go of what another device key began", () => {
    const other = { type: "resumed", deviceKeyHash: "other" } as const;
    for (const state of [waiting, replied]) {
      expect(reduceActivation(state, other).activation).toEqual(idle);
    }
  });
});

describe("Only a tagged refusal makes the phone drop its state", () => {
  it.each([waiting, replied])("in state $state", (state) => {
    const refusal = { type: "refused", about: about(state), code: "activation_code_used" } as const;
    const kept = reduceActivation(state, { ...refusal, tagged: false });
    expect(kept.activation).toBe(state);
    expect(kept.steps.map(({ step }) => step)).toEqual(["tell", "retry-later"]);
    const dropped = reduceActivation(state, { ...refusal, tagged: true });
    expect(dropped.activation).toEqual(idle);
    expect(dropped.steps[0]).toEqual({ step: "store", activation: idle });
  });

  it("not silence, not an unusable answer", () => {
    for (const type of ["unanswered", "reply-unusable"] as const) {
      const kept = reduceActivation(waiting, { type, about: pending.body });
      expect(kept.activation).toBe(waiting);
      expect(kept.steps.at(-1)).toEqual({ step: "retry-later" });
    }
  });

  it("or the signed list without its key, or the customer", () => {
    expect(reduceActivation(waiting, { type: "server-key-gone" }).activation).toEqual(idle);
    expect(reduceActivation(waiting, { type: "abandoned" }).activation).toEqual(idle);
  });

  it("but a key that was derived is not given up by either", () => {
    expect(reduceActivation(replied, { type: "server-key-gone" }).activation).toBe(replied);
    expect(reduceActivation(replied, { type: "abandoned" }).activation).toBe(replied);
  });
});

describe("Answers to something else change nothing", () => {
  const answers = [
    { type: "reply-opened", opened },
    { type: "refused", code: "activation_code_used", tagged: true },
    { type: "confirmed" },
    { type: "unanswered" },
    { type: "reply-unusable" },
  ] as const;

  it.each([idle, waiting, replied, active])("in state $state", (state) => {
    for (const answer of answers) {
      const { activation, steps } = reduceActivation(state, { ...answer, about: "another" });
      expect(activation).toBe(state);
      expect(steps).toEqual([]);
    }
  });

  it("nor does a second beginning while one is open", () => {
    for (const state of [waiting, replied, active]) {
      expect(reduceActivation(state, { type: "begun", pending }).activation).toBe(state);
    }
  });
});
