import { expect, test } from "vitest";
import { branchOnlyUntil } from "./decide-issue.ts";

const rules = { mobileSettlesSeconds: 72 * 3_600, releaseSettlesSeconds: 24 * 3_600 };
const never = { mobileChangedAt: null, releasedByChannelAt: null };
const changed = new Date("2026-11-21T08:00:00Z");

test("S4 only a branch issues until the number and the release have settled by the bank's policy, and not a moment longer", () => {
  const until = Date.parse("2026-11-24T08:00:00Z");
  const state = { ...never, mobileChangedAt: changed };
  expect(branchOnlyUntil(state, rules, until - 1)).toEqual(new Date(until));
  expect(branchOnlyUntil(state, rules, until)).toBeNull();
  expect(branchOnlyUntil(never, rules, until)).toBeNull();
  const hasty = { ...rules, mobileSettlesSeconds: 3_600 };
  expect(branchOnlyUntil(state, hasty, changed.getTime())).toEqual(
    new Date("2026-11-21T09:00:00Z"),
  );
});

test("S4 of a changed number and a release the later end counts", () => {
  const state = { mobileChangedAt: changed, releasedByChannelAt: new Date("2026-11-24T07:00:00Z") };
  const now = Date.parse("2026-11-24T07:30:00Z");
  expect(branchOnlyUntil(state, rules, now)).toEqual(new Date("2026-11-25T07:00:00Z"));
});
