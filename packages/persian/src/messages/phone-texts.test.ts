import { expect, test } from "vitest";
import { languages, phoneText, phoneTextKeys, type PhoneTextKey } from "../index.ts";

/** Every name that any text asks for, so that all can be filled in alike. */
const everything = {
  ...{ reference: "a1b2", word: "x", left: 3, name: "y", seconds: 121, digits: "1 2", n: 5 },
  ...{ time: "z", minutes: 5, form: "w", date: "d" },
};

const fill = (key: PhoneTextKey, language: (typeof languages)[number]): string =>
  // The types ask for exactly the names of one key; here it is any of them.
  phoneText<"reference">(key as "reference", language, everything);

test.each(phoneTextKeys())(
  "%s has a Persian and an English text, with nothing left to fill in",
  (key) => {
    for (const language of languages) {
      expect(fill(key, language)).toMatch(/\p{L}/u);
      expect(fill(key, language)).not.toMatch(/[{}]|undefined/);
    }
  },
);

test("Persian texts are spelt with Persian letters; digits of their own are Persian", () => {
  for (const key of phoneTextKeys()) {
    const own = phoneText<"reference">(key as "reference", "fa", { reference: "" }).replaceAll(
      "undefined",
      "",
    );
    expect(own, key).not.toMatch(/[يك٠-٩0-9]/);
  }
});

test("S8 S9 S10 S11 S15 S17 S20 the words of the guide stand as they are there", () => {
  const guide: Partial<Record<PhoneTextKey, string>> = {
    mobileBank: "همراه بانک",
    ramznama: "رمزنما",
    cardSection: "رمز دوم کارت",
    accountSection: "حساب/درگاه",
    noTokens: "توکن ثبت شده‌ای برای شما یافت نشد",
    newCardToken: "توکن جدید رمز دوم کارت",
    scanCard: "اسکن با دوربین",
    newAccountToken: "توکن جدید حساب/درگاه",
    serial: "شماره سریال رمزنما",
    activationCode: "کد فعالسازی",
    confirm: "تایید",
    getCode: "دریافت رمز",
    copyCode: "کپی کردن رمز",
    password: "رمز ورود به رمزنما",
    deskName: "پیشخوان",
  };
  for (const [key, words] of Object.entries(guide)) {
    expect(fill(key as PhoneTextKey, "fa")).toBe(words);
  }
});
