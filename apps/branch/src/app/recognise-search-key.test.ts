import { toPersianDigits } from "@ramznama/persian";
import { describe, expect, test } from "vitest";
import { parseSearch, recogniseSearchKey } from "./recognise-search-key.ts";

describe("The one search field", () => {
  test.each([
    ["1272554953", "nationalId"],
    ["6280 2398 3281 6831", "cardNumber"],
    ["2075114320052", "account"],
    ["09120001001", "mobile"],
    ["+98 912 000 1001", "mobile"],
    ["00989120001001", "mobile"],
    ["0912-000-1001", "mobile"],
    ["127255", undefined],
    ["", undefined],
  ])("%s is %s, also in Persian digits", (text, key) => {
    expect(recogniseSearchKey(text)).toBe(key);
    expect(recogniseSearchKey(toPersianDigits(text))).toBe(key);
  });

  test("ten digits with the check digit of a national id stay one, even beginning with 9", () => {
    expect(recogniseSearchKey("9594805102")).toBe("nationalId");
  });

  test("what was typed goes to the server in its own form, and what is wrong is said beside the field", () => {
    expect(parseSearch("۰۹۱۲ ۰۰۰ ۱۰۰۱", "mobile", "628023", "fa")).toEqual({
      ok: true,
      value: { mobile: "09120001001" },
    });
    expect(parseSearch("1272554953", "account", "628023", "fa")).toEqual({
      ok: true,
      value: { account: "1272554953" },
    });
    for (const [text, key, words] of [
      ["1272554954", "nationalId", "این کد ملی درست نیست"],
      ["6037991234567893", "cardNumber", "از کارت‌های این بانک نیست"],
      ["12", "account", "دست‌کم ۶ رقم"],
      ["0912", "mobile", "۱۱ رقم"],
    ] as const) {
      const parsed = parseSearch(text, key, "628023", "fa");
      expect(parsed.ok ? "" : parsed.reason).toContain(words);
    }
  });
});
