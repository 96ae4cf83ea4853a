import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activationCodeSms,
  findActivationCode,
  findRegistrationCode,
  findTokenSerial,
  languages,
  parseActivationCode,
  parseRegistrationCode,
  registrationCodeSms,
  twoRegistrationCodesSms,
  type TokenSubject,
} from "./index.ts";

const subjects: readonly TokenSubject[] = [
  { kind: "card", maskedCardNumber: "628023******7898" },
  { kind: "account-gateway" },
];

describe("U4 a whole pasted SMS", () => {
  test("U4 the bank's own messages give back exactly their code", () => {
    const code = fc.stringMatching(/^[0-9]{8}$/);
    const settings = fc.record({
      subject: fc.constantFrom(...subjects),
      validHours: fc.integer({ min: 1, max: 72 }),
    });
    fc.assert(
      fc.property(code, settings, fc.constantFrom(...languages), (text, given, language) => {
        const parsed = parseActivationCode(text);
        if (!parsed.ok) throw new Error(parsed.reason);
        const sms = activationCodeSms(
          { bankName: "بانک مسکن", code: parsed.value, ...given },
          language,
        );
        expect(findActivationCode(sms)).toBe(text);
        expect(findActivationCode(sms.replaceAll("\n", " "))).toBe(text);
        expect(findRegistrationCode(sms)).toBeUndefined();
      }),
    );
  });

  test("U4 the code for a device is found as well, and not taken for an activation code", () => {
    const parsed = parseRegistrationCode("012345");
    if (!parsed.ok) throw new Error(parsed.reason);
    for (const language of languages) {
      const given = { bankName: "بانک مسکن", code: parsed.value, validMinutes: 5 };
      const sms = registrationCodeSms(given, language);
      expect(findRegistrationCode(sms)).toBe("012345");
      expect(findActivationCode(sms)).toBeUndefined();
    }
  });

  test("U4 of two codes for a device neither is taken for the other: the person chooses", () => {
    const [code, second] = ["012345", "678901"].map((text) => {
      const parsed = parseRegistrationCode(text);
      if (!parsed.ok) throw new Error(parsed.reason);
      return parsed.value;
    });
    if (code === undefined || second === undefined) throw new Error("two codes were given");
    for (const language of languages) {
      const sms = { bankName: "بانک مسکن", code, second, validMinutes: 5 };
      const text = twoRegistrationCodesSms(sms, language);
      expect(findRegistrationCode(text)).toBeUndefined();
      expect(findActivationCode(text)).toBeUndefined();
      expect(text.split("\n").filter((line) => /^[0-9]+$/.test(line))).toEqual([code, second]);
    }
  });

  test.each([
    ["12345678", "12345678"],
    ["کد فعالسازی: ۱۲۳۴ ۵۶۷۸", "12345678"],
    ["کد فعالسازی شما ١٢٣٤-٥٦٧٨ است.", "12345678"],
    ["code 12\u00a034\u00a056\u00a078", "12345678"],
    ["\u200e1234\u200c5678", "12345678"],
    ["1405/09/01 14:05:09\nکد فعالسازی 12345678", "12345678"],
    ["1405-09-01 کد 12345678", "12345678"],
    ["مبلغ 12,345,678 ریال", undefined],
    ["مبلغ 12345678,000", undefined],
    ["کارت 6280 2312 3456 7898", undefined],
    ["تلفن 02187654321", undefined],
    ["کد فعالسازی 12345678 و تلفن 87654321", "12345678"],
    ["تلفن 87654321 کد فعالسازی 12345678", "12345678"],
    ["رمزنما 87654321، کد 12345678", "12345678"],
    ["12345678 87654321", undefined],
    ["12345678 12345678", "12345678"],
    ["کد 12345678 یا کد 87654321", undefined],
    ["12345678 یا همان 12345678", "12345678"],
    ["سریال 123456789015 کد 12345678", "12345678"],
    ["123456789015 12345678", "12345678"],
    ["1234 5678 9015", undefined],
    ["1234 5678 9016", undefined],
    ["******12345678", undefined],
    ["", undefined],
  ])("U4 in %j the activation code is %s", (text, code) => {
    expect(findActivationCode(text)).toBe(code);
  });

  test.each([
    ["شماره سریال رمزنما: ۱۲۳۴ ۵۶۷۸ ۹۰۱۵", "123456789015"],
    ["123456-789015", "123456789015"],
    ["سریال 123456789015 کد 12345678", "123456789015"],
    ["سریال 123456789016", undefined],
    ["6280 2312 3456 7898", undefined],
    ["کد 12345678", undefined],
  ])("U4 in %j the serial is %s", (text, serial) => {
    expect(findTokenSerial(text)).toBe(serial);
  });

  test("R8 no text makes the search throw or slow", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(findActivationCode(text) ?? "00000000").toMatch(/^[0-9]{8}$/);
        expect(findTokenSerial(text) ?? "000000000000").toMatch(/^[0-9]{12}$/);
      }),
    );
    expect(findActivationCode("1 ".repeat(200_000))).toBeUndefined();
    expect(findActivationCode("کد 12345679 ".repeat(50_000))).toBe("12345679");
  });
});
