import { describe, expect, test } from "vitest";
import { problemCodes } from "../../../contract/src/problem.ts";
import {
  accountLinkedSms,
  activationCodeSms,
  deviceRegisteredSms,
  deviceReleasedSms,
  languages,
  maskAccountNumber,
  parseAccountNumber,
  parseActivationCode,
  parseRegistrationCode,
  problemText,
  refusalText,
  registrationCodeSms,
  tokenActivatedSms,
  tokenEndedSms,
  tokensBlockedSms,
  tokensRevokedSms,
  verificationText,
  type Language,
} from "../index.ts";

const at = { bankName: "بانک مسکن", unixMilliseconds: Date.UTC(2026, 10, 22, 8, 5) };
const card = { kind: "card", maskedCardNumber: "628023******7898" } as const;

function activationSms(language: Language): string {
  const code = parseActivationCode("01234567");
  if (!code.ok) throw new Error(code.reason);
  const sms = { bankName: "بانک مسکن", code: code.value, subject: card, validHours: 24 };
  return activationCodeSms(sms, language);
}

function registrationSms(language: Language): string {
  const code = parseRegistrationCode("012345");
  if (!code.ok) throw new Error(code.reason);
  return registrationCodeSms(
    { bankName: "بانک مسکن", code: code.value, validMinutes: 5 },
    language,
  );
}

function linkedSms(language: Language): string {
  const account = parseAccountNumber("2075114320052");
  if (!account.ok) throw new Error(account.reason);
  const maskedAccountNumber = maskAccountNumber(account.value);
  return accountLinkedSms({ ...at, maskedAccountNumber }, language);
}

const notices = {
  activated: (language: Language) => tokenActivatedSms({ ...at, subject: card }, language),
  ended: (language: Language) =>
    tokenEndedSms({ ...at, subject: { kind: "account-gateway" } }, language),
  registered: (language: Language) => deviceRegisteredSms(at, language),
  released: (language: Language) => deviceReleasedSms(at, language),
  blocked: (language: Language) => tokensBlockedSms(at, language),
  revoked: (language: Language) => tokensRevokedSms(at, language),
  linked: linkedSms,
};

describe("Problem texts", () => {
  test.each(problemCodes)("%s has a text in both languages that shows no code", (code) => {
    expect(problemText(code, "fa")).toMatch(/^[\u0600-\u06ff]/);
    expect(problemText(code, "en")).toMatch(/^[A-Z].*\.$/);
    for (const language of languages) expect(problemText(code, language)).not.toContain("_");
  });

  test("Persian texts are spelt with Persian letters and digits", () => {
    for (const code of problemCodes) {
      // Arabic yeh and kaf, Arabic and Latin digits: what a wrong keyboard leaves behind.
      expect(problemText(code, "fa")).not.toMatch(/[يك٠-٩0-9]/);
    }
  });
});

describe("Refusal texts", () => {
  test("each says the cause of its own field and the next step", () => {
    expect(refusalText("cardNumber", "wrong_prefix", "fa")).toContain("همین بانک");
    expect(refusalText("activationCode", "empty", "fa")).toContain("کل پیامک");
    expect(refusalText("nationalId", "repeated_digit", "en")).toContain("one digit repeated");
    expect(refusalText("mobile", "wrong_prefix", "fa")).toContain("۰۹");
  });
});

describe("S4 the SMS with a code", () => {
  test.each([
    ["activation", activationSms, "01234567"],
    ["registration", registrationSms, "012345"],
  ])("S4 %s: names the bank, warns, and has the code alone on its line", (_, make, code) => {
    for (const language of languages) {
      const lines = make(language).split("\n");
      expect(lines[0]).toContain("بانک مسکن");
      expect(lines[1]).toBe(code);
    }
    expect(make("fa")).toContain("به هیچ‌کس نگویید");
    expect(make("en")).toContain("Never tell this code to anybody");
  });

  test("S4 the Persian messages fit in three parts of 67 characters", () => {
    for (const text of [activationSms("fa"), registrationSms("fa")]) {
      expect(text.length).toBeLessThanOrEqual(3 * 67);
    }
  });
});

describe("Notices by SMS", () => {
  test.each(Object.entries(notices))(
    "%s: names the bank and the time, has a way out and no link",
    (_, make) => {
      expect(make("fa")).toContain("۱۴۰۵/۰۹/۰۱ ۱۱:۳۵");
      expect(make("en")).toContain("1405/09/01 11:35");
      for (const language of languages) {
        const text = make(language);
        expect(text.startsWith("بانک مسکن: ")).toBe(true);
        expect(text).toMatch(/شعب|branch/);
        expect(text).not.toMatch(/http|www|\.ir/);
      }
    },
  );

  test("R10 a card and an account are never written whole", () => {
    expect(notices.activated("en")).toContain("628023******7898");
    expect(notices.activated("fa")).toContain("\u2066۶۲۸۰۲۳******۷۸۹۸\u2069");
    expect(notices.linked("en")).toContain("******0052");
    expect(notices.linked("en")).not.toContain("2075114320052");
  });
});

test("a dynamic password is refused with one text for every cause", () => {
  expect(verificationText("rejected", "fa")).toContain("رمز پذیرفته نشد");
  expect(verificationText("accepted", "en")).toBe("The password was accepted.");
});
