import { describe, expect, test } from "vitest";
import { parseOtpPolicy } from "./index.ts";
import { clock30, counter6 } from "./testing/other-makers.ts";

describe("Policies from outside", () => {
  test.each([
    [clock30, undefined],
    [{ ...clock30, kind: undefined }, undefined],
    [counter6, undefined],
    [{ ...counter6, lookAhead: 0 }, undefined],
    ["SHA-1", "not_an_object"],
    [null, "not_an_object"],
    [{ ...clock30, kind: "ocra" }, "unknown_kind"],
    [{ ...clock30, hash: 5 }, "unknown_hash"],
    [{ ...clock30, digits: "6" }, "digits_out_of_range"],
    [{ ...clock30, stepSeconds: undefined }, "step_out_of_range"],
    [{ ...counter6, hash: "MD5" }, "unknown_hash"],
    [{ ...counter6, digits: 10 }, "digits_out_of_range"],
    [{ ...counter6, lookAhead: -1 }, "look_ahead_out_of_range"],
    [{ ...counter6, lookAhead: 1_000 }, "look_ahead_out_of_range"],
    [{ ...counter6, lookAhead: undefined }, "look_ahead_out_of_range"],
  ])("%j is judged %s", (input, reason) => {
    const parsed = parseOtpPolicy(input);
    expect(parsed.ok ? undefined : parsed.reason).toBe(reason);
  });

  test("a policy without a kind is time-based, and only the fields of a policy are taken over", () => {
    expect(parseOtpPolicy({ ...clock30, kind: undefined, seed: "secret" })).toEqual({
      ok: true,
      value: { ...clock30, startSeconds: 0 },
    });
    expect(parseOtpPolicy({ ...counter6, seed: "secret" })).toEqual({ ok: true, value: counter6 });
  });
});
