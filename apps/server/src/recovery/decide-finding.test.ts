import fc from "fast-check";
import { expect, test } from "vitest";
import { decideFinding } from "./decide-finding.ts";
import type { LifecycleChange } from "./lifecycle-change.ts";

const token = (state: Extract<LifecycleChange, { kind: "token" }>["state"]): LifecycleChange => ({
  kind: "token",
  serial: "1",
  customer: "C1",
  state,
});
const link = (state: "linked" | "ended"): LifecycleChange => ({
  kind: "link",
  serial: "1",
  customer: "C1",
  purpose: "gateway-login",
  subjectKey: "00",
  subject: "sara",
  state,
});
const device = (state: "live" | "ended"): LifecycleChange => ({
  kind: "device",
  device: "d",
  customer: "C1",
  state,
});
const block = (state: "blocked" | "lifted"): LifecycleChange => ({
  kind: "block",
  customer: "C1",
  state,
});

const decide = (change: LifecycleChange, state: string | null) => {
  const { finding, act } = decideFinding(change, { state, changedSince: false });
  return `${act} ${finding}`;
};

test("what took something away is done again", () => {
  expect(decide(token("ended"), "active")).toBe("apply revocation");
  expect(decide(token("suspended"), "active")).toBe("apply suspension");
  expect(decide(token("suspended"), "issued")).toBe("apply suspension");
  expect(decide(link("ended"), "linked")).toBe("apply link-ended");
  expect(decide(device("ended"), "live")).toBe("apply device-ended");
  expect(decide(block("blocked"), null)).toBe("apply block");
  expect(decide(block("blocked"), "lifted")).toBe("apply block");
});

test("what gave something is for a person, with what to do", () => {
  expect(decide(token("issued"), null)).toBe("open issue-forgotten");
  expect(decide(token("active"), null)).toBe("open activation-forgotten");
  expect(decide(token("active"), "issued")).toBe("open activation-forgotten");
  expect(decide(token("confirming"), "issued")).toBe("open activation-forgotten");
  expect(decide(token("active"), "confirming")).toBe("open confirmation-forgotten");
  expect(decide(token("active"), "suspended")).toBe("open lift-forgotten");
  expect(decide(link("linked"), null)).toBe("open link-forgotten");
  expect(decide(link("linked"), "ended")).toBe("open link-forgotten");
  expect(decide(device("live"), null)).toBe("open device-forgotten");
  expect(decide(block("lifted"), "blocked")).toBe("open unblock-forgotten");
});

test("what the database says as well, or has changed since, needs nothing", () => {
  expect(decide(token("ended"), "ended")).toBe("nothing same");
  expect(decide(token("active"), "ended")).toBe("nothing same");
  expect(decide(token("ended"), null)).toBe("nothing revocation");
  expect(decideFinding(token("suspended"), { state: "active", changedSince: true })).toEqual({
    finding: "same",
    act: "nothing",
  });
});

test("R1 a counter is raised to the last accepted one, and never lowered", () => {
  const counter: LifecycleChange = { kind: "counter", serial: "1", customer: "C1", counter: 7 };
  expect(decide(counter, "-1")).toBe("apply counter-raised");
  expect(decide(counter, "6")).toBe("apply counter-raised");
  expect(decide(counter, "7")).toBe("nothing same");
  expect(decide(counter, "8")).toBe("nothing same");
  expect(decide(counter, null)).toBe("nothing same");
  expect(decideFinding(counter, { state: "6", changedSince: true }).act).toBe("apply");
});

test("nothing that gives is ever done by itself, whatever the journal and the database say", () => {
  // What the database may say is a state of the same kind of thing; a block, for one, never ends.
  const pairsOf = <S extends string>(
    states: readonly S[],
    changeTo: (state: S) => LifecycleChange,
  ) =>
    fc.tuple(
      fc.constantFrom(...states).map(changeTo),
      fc.option(fc.constantFrom(...states), { nil: null }),
    );
  const pairs = fc.oneof(
    pairsOf(["issued", "confirming", "active", "suspended", "ended"] as const, token),
    pairsOf(["linked", "ended"] as const, link),
    pairsOf(["live", "ended"] as const, device),
    pairsOf(["blocked", "lifted"] as const, block),
  );
  fc.assert(
    fc.property(pairs, fc.boolean(), ([change, state], changedSince) => {
      const { act } = decideFinding(change, { state, changedSince });
      if (act !== "apply") return;
      expect(change).toMatchObject({
        state: expect.stringMatching(/^(ended|suspended|blocked)$/) as string,
      });
      expect(state).not.toBe("ended");
      expect(changedSince).toBe(false);
    }),
  );
});
