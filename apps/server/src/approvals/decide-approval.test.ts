import { describe, expect, test } from "vitest";
import {
  decideApproval,
  decideWithdrawal,
  isRepetition,
  stateNow,
  type AskedApproval,
} from "./decide-approval.ts";

const now = Date.parse("2026-11-25T08:00:00Z");
const basis = Uint8Array.of(1, 2, 3);

const asked: AskedApproval = {
  state: "requested",
  branch: "1201",
  requestedBy: "teller",
  expiresAt: new Date(now + 1),
  basis,
};
const supervisor = { user: "supervisor", branch: "1201" };

describe("four eyes", () => {
  test("another person of the branch approves what has not changed, and rejects whatever it is now", () => {
    expect(decideApproval(asked, supervisor, "approve", basis, now)).toEqual({ kind: "approve" });
    expect(decideApproval(asked, supervisor, "reject", undefined, now)).toEqual({ kind: "reject" });
  });

  test("nobody decides a request of their own, whatever the decision", () => {
    for (const decision of ["approve", "reject"] as const) {
      const own = decideApproval(asked, { ...supervisor, user: "teller" }, decision, basis, now);
      expect(own).toEqual({ kind: "refuse", reason: "own_request" });
    }
  });

  test("another branch learns nothing, not even that the request is its own person's", () => {
    const other = { user: "teller", branch: "1202" };
    expect(decideApproval(asked, other, "approve", basis, now)).toEqual({
      kind: "refuse",
      reason: "approval_not_found",
    });
    expect(decideWithdrawal(asked, other, now)).toEqual({
      kind: "refuse",
      reason: "approval_not_found",
    });
  });

  test.each([
    ["one byte", Uint8Array.of(1, 2, 4)],
    ["one byte less", Uint8Array.of(1, 2)],
    ["one byte more", Uint8Array.of(1, 2, 3, 0)],
    ["nothing to compare with", undefined],
  ])("what differs by %s is void", (_what, changed) => {
    expect(decideApproval(asked, supervisor, "approve", changed, now)).toEqual({ kind: "void" });
  });

  test("a request lives up to its last millisecond and not beyond", () => {
    expect(stateNow(asked, now)).toBe("requested");
    expect(stateNow(asked, now + 1)).toBe("expired");
    expect(decideApproval(asked, supervisor, "approve", basis, now + 1)).toEqual({
      kind: "refuse",
      reason: "approval_expired",
    });
  });

  test.each([
    ["approved", "approval_decided"],
    ["rejected", "approval_decided"],
    ["withdrawn", "approval_decided"],
    ["expired", "approval_expired"],
    ["voided", "approval_voided"],
  ] as const)("what is %s is not decided again", (state, reason) => {
    const over = { ...asked, state };
    expect(decideApproval(over, supervisor, "approve", basis, now)).toEqual({
      kind: "refuse",
      reason,
    });
  });

  test("only whoever asked takes it back, before it is decided", () => {
    const own = { user: "teller", branch: "1201" };
    expect(decideWithdrawal(asked, own, now)).toEqual({ kind: "withdraw" });
    expect(decideWithdrawal(asked, own, now + 1)).toEqual({ kind: "nothing" });
    expect(decideWithdrawal({ ...asked, state: "withdrawn" }, own, now)).toEqual({
      kind: "nothing",
    });
    expect(decideWithdrawal({ ...asked, state: "approved" }, own, now)).toEqual({
      kind: "refuse",
      reason: "approval_decided",
    });
    expect(decideWithdrawal(asked, supervisor, now)).toEqual({
      kind: "refuse",
      reason: "forbidden",
    });
  });

  test("the same person asking for the same of an open request repeats it; anything else is another request", () => {
    const open = { ...asked, content: ["a"] };
    const again = { by: { user: "teller", branch: "1201" }, basis, content: ["a"] };
    expect(isRepetition(open, again, now)).toBe(true);
    expect(isRepetition(open, again, now + 1)).toBe(false);
    expect(isRepetition(open, { ...again, content: ["b"] }, now)).toBe(false);
    expect(isRepetition(open, { ...again, basis: Uint8Array.of(9) }, now)).toBe(false);
    expect(isRepetition(open, { ...again, by: supervisor }, now)).toBe(false);
  });
});
