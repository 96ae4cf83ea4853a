import { expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { guessingOfToken } from "./token-guessing.ts";

const rules = defaultPolicy.guessing;
const clock30 = {
  hash: "SHA-1",
  digits: 6,
  stepSeconds: 30,
  validitySeconds: 60,
  skewSeconds: 30,
} as const;

test("R12 an imported token may fail as often as its own odds allow, and never more often than the bank's", () => {
  const failures = (profile: Parameters<typeof guessingOfToken>[0]["profile"]): number =>
    guessingOfToken({ id: 1, provenance: "imported", profile }, rules).failuresPerYear;
  expect(failures(clock30)).toBe(19);
  expect(failures({ kind: "hotp", hash: "SHA-1", digits: 6, lookAhead: 5 })).toBe(16);
  expect(failures({ ...clock30, digits: 8 })).toBe(70);
});

test("the bank's own tokens keep the bank's rules", () => {
  const own = { id: 1, provenance: "activated", profile: defaultPolicy.profile } as const;
  expect(guessingOfToken(own, rules)).toBe(rules);
});
