import fc from "fast-check";
import { expect, test } from "vitest";
import { compactDigits, findActivationCode } from "@ramznama/persian";
import { groupTypedNumber } from "./group-typed-number.ts";

const grouped = { isGrouped: true };

test("U4 digits are grouped while they are typed, and the caret stays behind the last one", () => {
  expect(groupTypedNumber("12345", 5, grouped)).toEqual({
    value: "12345",
    shown: "1234 5",
    caret: 6,
  });
});

test("U4 a digit typed in the middle leaves the caret behind it, over the border of a group too", () => {
  expect(groupTypedNumber("12394 5678", 4, grouped)).toMatchObject({
    shown: "1239 4567 8",
    caret: 4,
  });
  expect(groupTypedNumber("1234 95678", 6, grouped)).toMatchObject({
    shown: "1234 9567 8",
    caret: 6,
  });
});

test("U4 deleting the space between two groups moves the caret before it, so that the next one deletes a digit", () => {
  expect(groupTypedNumber("12345678", 4, grouped)).toMatchObject({ shown: "1234 5678", caret: 4 });
});

test("U4 out of a whole message the number is taken, in digits of any script", () => {
  const sms = "بانک: کد فعالسازی رمزنما برای کارت ۶۲۸۰۲۳******۷۸۹۸\n۱۲۳۴۵۶۷۸\nاعتبار: ۲۴ ساعت";
  const typed = groupTypedNumber(sms, sms.length, { ...grouped, find: findActivationCode });
  expect(typed).toEqual({ value: "12345678", shown: "1234 5678", caret: 9 });
});

test("U4 what holds no number stays as it was typed, for the form to say what is wrong", () => {
  const typed = groupTypedNumber("کد ندارم", 3, { ...grouped, find: findActivationCode });
  expect(typed).toEqual({ value: "کد ندارم", shown: "کد ندارم", caret: 3 });
});

test("U4 whatever is typed where, no digit is lost and as many stand before the caret as before", () => {
  const text = fc.string({
    unit: fc.constantFrom(...Array.from("0123456789۰۵۹٣ -\u200c")),
    maxLength: 24,
  });
  fc.assert(
    fc.property(text, fc.nat(24), (typed, place) => {
      const caret = Math.min(place, typed.length);
      const after = groupTypedNumber(typed, caret, grouped);
      expect(compactDigits(after.shown)).toBe(compactDigits(typed));
      const before = compactDigits(typed.slice(0, caret));
      expect(compactDigits(after.shown.slice(0, after.caret))).toBe(before);
    }),
  );
});
