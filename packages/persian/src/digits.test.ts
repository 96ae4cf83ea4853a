import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compactDigits,
  groupDigits,
  parseDigitText,
  toLatinDigits,
  toPersianDigits,
} from "./index.ts";

/** First code point of the ten digits of scripts of all planes, from the Unicode Character Database. */
const zeros = {
  Latin: 0x30,
  Arabic: 0x660,
  Persian: 0x6f0,
  Devanagari: 0x966,
  Bengali: 0x9e6,
  Thai: 0xe50,
  Tibetan: 0xf20,
  Khmer: 0x17e0,
  "Tai Tham Hora": 0x1a80,
  "Tai Tham Tham": 0x1a90,
  "full-width": 0xff10,
  Adlam: 0x1e950,
  "mathematical bold": 0x1d7ce,
  "mathematical double-struck": 0x1d7d8,
  "mathematical monospace": 0x1d7f6,
};

const digitsFrom = (first: number) =>
  Array.from({ length: 10 }, (_, value) => String.fromCodePoint(first + value)).join("");

describe("U4 digits of every script", () => {
  test.each(Object.entries(zeros))("U4 %s digits become Latin and Persian ones", (_, first) => {
    expect(toLatinDigits(digitsFrom(first))).toBe("0123456789");
    expect(toPersianDigits(digitsFrom(first))).toBe("۰۱۲۳۴۵۶۷۸۹");
  });

  test("U4 every decimal digit that Unicode knows is understood, ten of each script", () => {
    const counts = new Map<string, number>();
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (!/\p{Nd}/u.test(character)) continue;
      const latin = toLatinDigits(character);
      expect(latin).toMatch(/^[0-9]$/);
      counts.set(latin, (counts.get(latin) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    expect(new Set(counts.values()).size).toBe(1);
    expect(counts.get("0")).toBeGreaterThan(60);
  });

  test("what is no decimal digit stays as it is", () => {
    const text = "شماره ½ Ⅳ ² ① 一二 abc\u200c";
    expect(toLatinDigits(text)).toBe(text);
    expect(toPersianDigits(text)).toBe(text);
  });

  test("Latin to Persian and back is the same text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 a-z-]*$/), (text) => {
        expect(toLatinDigits(toPersianDigits(text))).toBe(text);
      }),
    );
  });
});

describe("U4 numbers as they are pasted", () => {
  test.each([
    ["spaces", "6280 2312 3456 7898"],
    ["dashes", "6280-2312-3456-7898"],
    ["typographic dashes", "6280–2312—3456‐7898"],
    ["minus signs", "6280−2312−3456−7898"],
    ["dots", "6280.2312.3456.7898"],
    ["line breaks", "6280\n2312\r\n3456\u20287898\n"],
    ["tabs", "6280\t2312\t3456\t7898"],
    ["no-break spaces", "6280\u00a02312\u202f34567898"],
    ["joiners", "6280\u200c2312\u200d3456\u20607898"],
    ["bidi marks", "\u200e6280\u200f\u202a2312\u202c\u2066 34567898\u2069\u061c"],
    ["a byte order mark", "\ufeff6280231234567898"],
    ["Persian digits", "۶۲۸۰ ۲۳۱۲ ۳۴۵۶ ۷۸۹۸"],
    ["Arabic digits", "٦٢٨٠ ٢٣١٢ ٣٤٥٦ ٧٨٩٨"],
    ["full-width digits and spaces", "６２８０　２３１２　３４５６　７８９８"],
    ["mixed scripts", "۶٢8０231234567898"],
    ["keycap emoji", "6\ufe0f\u20e32\ufe0f\u20e380231234567898"],
  ])("U4 %s are understood", (_, text) => {
    expect(compactDigits(text)).toBe("6280231234567898");
  });

  test.each(["6280/2312", "6280,2312", "6280•2312", "6280*2312", "(0912)", "628O", "12٫5"])(
    "%s keeps its other signs and is refused as a number",
    (text) => {
      expect(parseDigitText(text, { least: 1, most: 30 })).toEqual({
        ok: false,
        reason: "not_digits",
      });
    },
  );

  test("each length has its own refusal", () => {
    const count = { least: 4, most: 6 };
    const reasonOf = (text: string) => {
      const parsed = parseDigitText(text, count);
      return parsed.ok ? parsed.value : parsed.reason;
    };
    expect(reasonOf("")).toBe("empty");
    expect(reasonOf(" \u200c-\n")).toBe("empty");
    expect(reasonOf("۱۲۳")).toBe("too_short");
    expect(reasonOf("۱۲۳۴")).toBe("1234");
    expect(reasonOf("123456")).toBe("123456");
    expect(reasonOf("1234567")).toBe("too_long");
  });

  test("R8 a megabyte of digits or separators is refused in linear time", () => {
    const reasonOf = (text: string) => {
      const parsed = parseDigitText(text, { least: 16, most: 16 });
      return parsed.ok ? "ok" : parsed.reason;
    };
    expect(reasonOf("۱".repeat(1_000_000))).toBe("too_long");
    expect(reasonOf(" -".repeat(500_000))).toBe("empty");
    expect(reasonOf(`${"1 ".repeat(500_000)}x`)).toBe("not_digits");
  });

  test("groups are cut from the left, so that a field can show them while it is typed in", () => {
    expect(groupDigits("")).toBe("");
    expect(groupDigits("6280")).toBe("6280");
    expect(groupDigits("628023")).toBe("6280 23");
    expect(groupDigits("123456", 3)).toBe("123 456");
  });
});
