/** When a server key may go. */
import { expect, test } from "vitest";
import { decideRetirement, type StandingKey } from "./decide-retirement.ts";

const day = 86_400_000;
const year = 365 * day;
const old: StandingKey = { k: "old", notBefore: 0, notAfter: 2 * year, retiredAt: undefined };
const fresh: StandingKey = { ...old, k: "new", notBefore: year, notAfter: 3 * year };

test("a key goes a day after its successor is there, when every code sealed to it has expired", () => {
  const decide = (at: number) => decideRetirement([old, fresh], "old", at, false);
  expect(decide(year + day - 1)).toEqual({
    outcome: "refuse",
    reason: "still_needed",
    until: year + day,
  });
  expect(decide(year + day)).toEqual({ outcome: "retire" });
});

test("a stolen key goes at once", () => {
  expect(decideRetirement([old, fresh], "old", year, true)).toEqual({ outcome: "retire" });
});

test.each([false, true])("the only valid key stays, stolen or not (%s)", (atOnce) => {
  const refused = { outcome: "refuse", reason: "no_other_key" };
  const notYet = { ...fresh, notBefore: year + 1 };
  const gone = { ...fresh, retiredAt: year };
  for (const keys of [[old], [old, notYet], [old, gone]]) {
    expect(decideRetirement(keys, "old", year, atOnce)).toEqual(refused);
  }
  expect(decideRetirement([old, fresh], "new", 2 * year, atOnce)).toEqual(refused);
});

test("the key that phones seal to now stays, unless it is stolen", () => {
  const decide = (atOnce: boolean) => decideRetirement([old, fresh], "new", year + 9 * day, atOnce);
  expect(decide(false)).toEqual({ outcome: "refuse", reason: "newest" });
  expect(decide(true)).toEqual({ outcome: "retire" });
});

test("an expired key goes, a retired one went already, and an unknown one never was", () => {
  expect(decideRetirement([old, fresh], "old", 2 * year, false)).toEqual({ outcome: "retire" });
  const retired = { ...old, retiredAt: year };
  expect(decideRetirement([retired, fresh], "old", 2 * year, false)).toEqual({
    outcome: "already_retired",
    at: year,
  });
  expect(decideRetirement([old, fresh], "other", year, true)).toEqual({
    outcome: "refuse",
    reason: "unknown",
  });
});
