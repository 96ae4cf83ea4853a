import { expect, test } from "vitest";
import { judgeEntryPassword } from "./judge-entry-password.ts";

test.each([
  ["", "strengthWeak"],
  ["1234", "strengthWeak"],
  ["123456", "strengthWeak"],
  ["password", "strengthWeak"],
  ["739158", "strengthFair"],
  ["۷۳۹۱۵۸", "strengthFair"],
  ["گلابتون", "strengthWeak"],
  ["باغ گلابتون", "strengthGood"],
  ["sabz-darya", "strengthGood"],
  ["sabz-darya-84", "strengthStrong"],
  ["چهار کلمه بی‌ربط کنار هم", "strengthStrong"],
] as const)("S7 «%s» is called %s", (typed, strength) => {
  expect(judgeEntryPassword(typed)).toBe(strength);
});
