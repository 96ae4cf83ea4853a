/** Card numbers, serials, codes, mobiles, national ids, accounts and login names. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  groupActivationCode,
  groupCardNumber,
  groupTokenSerial,
  hasLuhnCheckDigit,
  luhnCheckDigit,
  makeTokenSerial,
  maskAccountNumber,
  maskCardNumber,
  maskMobile,
  parseAccountNumber,
  parseActivationCode,
  parseCardNumber,
  parseLoginName,
  parseMobile,
  parseNationalId,
  parseRegistrationCode,
  parseTokenSerial,
  toPersianDigits,
  type Parsed,
} from "./index.ts";

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

/** The value, or the reason, of which no two are alike. */
function outcomeOf<Value extends string>(parsed: Parsed<Value, string>): string {
  return parsed.ok ? parsed.value : parsed.reason;
}

function valueOf<Value>(parsed: Parsed<Value, string>): Value {
  if (!parsed.ok) throw new Error(`refused: ${parsed.reason}`);
  return parsed.value;
}

describe("Luhn", () => {
  test.each(["79927398713", "4539578763621486", "6280231234567898", "123456789015", "00"])(
    "%s has its check digit",
    (number) => {
      expect(hasLuhnCheckDigit(number)).toBe(true);
    },
  );

  test("finds every single wrong digit and every swap of neighbours but 0 and 9", () => {
    const place = fc.integer({ min: 0, max: 10 });
    const change = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(digits(11), place, change, (payload, at, by) => {
        const number = `${payload}${luhnCheckDigit(payload)}`;
        const wrong = (Number(number[at]) + by) % 10;
        expect(hasLuhnCheckDigit(`${number.slice(0, at)}${wrong}${number.slice(at + 1)}`)).toBe(
          false,
        );
        const [left = "", right = ""] = number.slice(at, at + 2);
        const swapped = `${number.slice(0, at)}${right}${left}${number.slice(at + 2)}`;
        const unseen = left === right || [left, right].sort().join("") === "09";
        expect(hasLuhnCheckDigit(swapped)).toBe(unseen);
      }),
    );
  });
});

describe("S10 card numbers", () => {
  test.each([
    ["6280231234567898", "6280231234567898"],
    ["۶۲۸۰ ۲۳۱۲ ۳۴۵۶ ۷۸۹۸", "6280231234567898"],
    ["6280-2312-3456-7898\n", "6280231234567898"],
    ["", "empty"],
    ["628023123456789", "too_short"],
    ["62802312345678980", "too_long"],
    ["628023123456789x", "not_digits"],
    ["628023******7898", "not_digits"],
    ["6280231234567899", "check_digit"],
    ["6280231243567898", "check_digit"],
    ["6037991234567893", "wrong_prefix"],
    ["6037991234567890", "check_digit"],
  ])("S10 %j is %s", (text, outcome) => {
    expect(outcomeOf(parseCardNumber(text, "628023"))).toBe(outcome);
  });

  test("S10 without a configured prefix any bank's card is a card", () => {
    expect(parseCardNumber("6037991234567893").ok).toBe(true);
  });

  test("S13 they are shown four by four, and masked for everybody else", () => {
    const card = valueOf(parseCardNumber("6280231234567898"));
    expect(groupCardNumber(card)).toBe("6280 2312 3456 7898");
    expect(maskCardNumber(card)).toBe("628023******7898");
  });
});

describe("S11 token serials", () => {
  test.each([
    ["123456789015", "123456789015"],
    ["1234 5678 9015", "123456789015"],
    ["١٢٣٤-٥٦٧٨-٩٠١٥", "123456789015"],
    ["", "empty"],
    ["12345678901", "too_short"],
    ["1234567890155", "too_long"],
    ["12345678901O", "not_digits"],
    ["123456789016", "check_digit"],
    ["213456789015", "check_digit"],
  ])("S11 %j is %s", (text, outcome) => {
    expect(outcomeOf(parseTokenSerial(text))).toBe(outcome);
  });

  test("S3 a serial made from any 11 digits is parsed back from its printed form", () => {
    fc.assert(
      fc.property(digits(11), (payload) => {
        const serial = makeTokenSerial(payload);
        expect(serial.startsWith(payload)).toBe(true);
        expect(groupTokenSerial(serial)).toMatch(/^[0-9]{4} [0-9]{4} [0-9]{4}$/);
        expect(parseTokenSerial(toPersianDigits(groupTokenSerial(serial)))).toEqual({
          ok: true,
          value: serial,
        });
      }),
    );
  });

  test.each(["", "1234567890", "123456789012", "۱۲۳۴۵۶۷۸۹۰۱", "1234567890a"])(
    "making one from %j is a mistake of the program",
    (payload) => {
      expect(() => makeTokenSerial(payload)).toThrow(RangeError);
    },
  );
});

describe("S4 codes that come by SMS", () => {
  test("S4 an activation code has 8 digits and is shown in two groups", () => {
    const code = valueOf(parseActivationCode("۰۱۲۳ ۴۵۶۷"));
    expect(groupActivationCode(code)).toBe("0123 4567");
    expect(outcomeOf(parseActivationCode("0123456"))).toBe("too_short");
    expect(outcomeOf(parseActivationCode("012345678"))).toBe("too_long");
    expect(outcomeOf(parseActivationCode("کد: 01234567"))).toBe("not_digits");
  });

  test("a registration code has 6 digits", () => {
    expect(outcomeOf(parseRegistrationCode("۰۱۲-۳۴۵"))).toBe("012345");
    expect(outcomeOf(parseRegistrationCode("12345"))).toBe("too_short");
    expect(outcomeOf(parseRegistrationCode("1234567"))).toBe("too_long");
    expect(outcomeOf(parseRegistrationCode(""))).toBe("empty");
  });
});

describe("Mobile numbers", () => {
  test.each([
    "09123456789",
    "9123456789",
    "+989123456789",
    "00989123456789",
    "989123456789",
    "+98 (0) 912 345 6789",
    "00980-912-345-6789",
    "98 0912 345 6789",
    "(0912) 345-67-89",
    "۰۹۱۲ ۳۴۵ ۶۷۸۹",
    "\u200e+٩٨٩١٢٣٤٥٦٧٨٩\u200e",
    "＋989123456789",
  ])("%j is 09123456789", (text) => {
    expect(outcomeOf(parseMobile(text))).toBe("09123456789");
  });

  test.each([
    ["", "empty"],
    ["()", "empty"],
    ["+", "not_digits"],
    ["0912345678", "too_short"],
    ["98912345678", "too_short"],
    ["+98912345678", "too_short"],
    ["091234567890", "too_long"],
    ["+9891234567890", "too_long"],
    ["0912345678a", "not_digits"],
    ["0912+3456789", "not_digits"],
    ["++989123456789", "not_digits"],
    ["02188776655", "wrong_prefix"],
    ["+491711234567", "wrong_prefix"],
    ["00447911123456", "wrong_prefix"],
  ])("%j is refused: %s", (text, reason) => {
    expect(outcomeOf(parseMobile(text))).toBe(reason);
  });

  test("ten digits that begin with 98 lack their zero, not their country", () => {
    expect(outcomeOf(parseMobile("9812345678"))).toBe("09812345678");
  });

  test("every way of writing a number gives the same one, masked alike", () => {
    fc.assert(
      fc.property(
        digits(9),
        fc.constantFrom("0", "", "+98", "0098", "98", "+980"),
        (rest, start) => {
          expect(outcomeOf(parseMobile(`${start}9${rest}`))).toBe(`09${rest}`);
        },
      ),
    );
    expect(maskMobile(valueOf(parseMobile("09123454567")))).toBe("0912***4567");
  });
});

describe("National ids", () => {
  test.each([
    ["1272554953", "1272554953"],
    ["۱۲۷-۲۵۵۴۹۵-۳", "1272554953"],
    ["0010350829", "0010350829"],
    ["0499370899", "0499370899"],
    ["", "empty"],
    ["10350829", "too_short"],
    ["12725549533", "too_long"],
    ["127255495x", "not_digits"],
    ["1272554952", "check_digit"],
    ["1275254953", "check_digit"],
    ["1111111111", "repeated_digit"],
    ["0000000000", "repeated_digit"],
  ])("%j is %s", (text, outcome) => {
    expect(outcomeOf(parseNationalId(text))).toBe(outcome);
  });

  test("nine digits have exactly one check digit", () => {
    fc.assert(
      fc.property(digits(9), (payload) => {
        const fitting = Array.from({ length: 10 }, (_, digit) => `${payload}${digit}`).filter(
          (number) => parseNationalId(number).ok || new Set(number).size === 1,
        );
        // A payload of one repeated digit counts its repeated number beside the valid one, if they differ.
        expect(fitting.length).toBeGreaterThanOrEqual(1);
        expect(fitting.length).toBeLessThanOrEqual(new Set(payload).size === 1 ? 2 : 1);
      }),
    );
  });
});

describe("Account numbers and login names", () => {
  test.each([
    ["2075114320052", "2075114320052"],
    ["310-8000-1234567-1", "310800012345671"],
    ["123456", "123456"],
    ["12345", "too_short"],
    ["12345678901234567890123456", "12345678901234567890123456"],
    ["123456789012345678901234567", "too_long"],
    ["IR2075114320", "not_digits"],
    [" ", "empty"],
  ])("account %j is %s", (text, outcome) => {
    expect(outcomeOf(parseAccountNumber(text))).toBe(outcome);
  });

  test("an account is masked to its last four digits", () => {
    expect(maskAccountNumber(valueOf(parseAccountNumber("2075114320052")))).toBe("******0052");
  });

  test.each([
    ["sara.ahmadi", "sara.ahmadi"],
    [" \u200fsara.ahmadi\u200e\n", "sara.ahmadi"],
    ["Sara_1@bank-ir", "Sara_1@bank-ir"],
    ["sara۱۲", "sara12"],
    ["", "empty"],
    ["\u200c ", "empty"],
    ["sa", "too_short"],
    ["a".repeat(65), "too_long"],
    ["a".repeat(64), "a".repeat(64)],
    ["sara ahmadi", "wrong_characters"],
    ["سارا", "wrong_characters"],
    ["sara'--", "wrong_characters"],
  ])("login %j is %s", (text, outcome) => {
    expect(outcomeOf(parseLoginName(text))).toBe(outcome);
  });
});

describe("R8 anything at all", () => {
  test("R8 no text makes a parser throw, and what it accepts has the shape it promises", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.stringMatching(/^[0-9۰-۹٠-٩ +()\-\u200c]{0,30}$/),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(outcomeOf(parseCardNumber(text))).toMatch(/^([0-9]{16}|[a-z_]+)$/);
        expect(outcomeOf(parseTokenSerial(text))).toMatch(/^([0-9]{12}|[a-z_]+)$/);
        expect(outcomeOf(parseActivationCode(text))).toMatch(/^([0-9]{8}|[a-z_]+)$/);
        expect(outcomeOf(parseMobile(text))).toMatch(/^(09[0-9]{9}|[a-z_]+)$/);
        expect(outcomeOf(parseNationalId(text))).toMatch(/^([0-9]{10}|[a-z_]+)$/);
        expect(outcomeOf(parseAccountNumber(text))).toMatch(/^([0-9]{6,26}|[a-z_]+)$/);
        expect(outcomeOf(parseLoginName(text))).toMatch(/^[A-Za-z0-9._@-]{3,64}$/);
      }),
      { numRuns: 2000 },
    );
  });
});
