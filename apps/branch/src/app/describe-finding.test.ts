import { findingCodes, type Finding } from "@ramznama/contract";
import { describe, expect, test } from "vitest";
import { describeDuration, describeFinding } from "./describe-finding.ts";

const bare = { at: null, until: null, seconds: null, count: null, purpose: null } as const;

describe("«چرا کار نمی‌کند؟» in words", () => {
  test.each(findingCodes)(
    "%s has a cause and a next step, with and without its figures",
    (code) => {
      const full: Finding = {
        ...{ code, at: "2026-11-22T10:35:00Z", until: "2026-11-22T10:45:00Z" },
        ...{ seconds: 190, count: 3, purpose: "account-password" },
      };
      for (const finding of [full, { ...bare, code } as Finding]) {
        for (const language of ["fa", "en"] as const) {
          const { what, next } = describeFinding(finding, language);
          expect(what).toMatch(/\p{L}/u);
          expect(next).toMatch(/\p{L}/u);
          expect(what + next).not.toMatch(/undefined|null|NaN|[{}]/);
        }
      }
    },
  );

  test("a phone's clock that is off is said with its size and direction", () => {
    const ahead = describeFinding({ ...bare, code: "clock_off", seconds: 190 }, "fa");
    expect(ahead.what).toContain("3 دقیقه جلوست");
    const behind = describeFinding({ ...bare, code: "clock_off", seconds: -45 }, "fa");
    expect(behind.what).toContain("45 ثانیه عقب");
  });

  test("a wait says until when, in Jalali", () => {
    const wait = describeFinding(
      { ...bare, code: "throttled", until: "2026-11-22T10:35:00Z" },
      "fa",
    );
    expect(wait.what).toContain("1405/09/01 14:05");
  });

  test.each([
    [90, "90 ثانیه"],
    [300, "5 دقیقه"],
    [10_800, "3 ساعت"],
    [200_000, "2 روز"],
  ])("%i seconds are %s", (seconds, words) => {
    expect(describeDuration(seconds, "fa")).toBe(words);
  });
});
