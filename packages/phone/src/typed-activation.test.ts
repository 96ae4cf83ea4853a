import { expect, test } from "vitest";
import type { PhoneToken } from "./tokens.ts";
import {
  decideListRefusal,
  parseTypedActivation,
  type TypedActivation,
} from "./typed-activation.ts";

const rules = { cardPrefix: "628023", platform: "app" } as const;
const card = "6280239832816831";
const serial = "123456789015";
const typed = { kind: "card", cardNumber: card, serial, code: "13572468" } as const;
const entry = { ...typed, platform: "app" } as const;

const parse = (change: Partial<TypedActivation & { cardNumber: string }>) =>
  parseTypedActivation({ ...typed, ...change }, rules);

test("U4 digits of every script, in groups, with what a paste brings along, are understood", () => {
  const parsed = parse({
    cardNumber: "۶۲۸۰ ۲۳۹۸ ۳۲۸۱ ۶۸۳۱",
    serial: " ١٢٣٤-٥٦٧٨-٩٠١٥\u200f",
    code: "۱۳۵۷ ۲۴۶۸",
  });
  expect(parsed).toEqual({ ok: true, entry });
});

test("U4 the whole SMS serves as the code", () => {
  const code =
    "بانک مسکن: کد فعالسازی رمزنما برای کارت ۶۲۸۰۲۳******۶۸۳۱\n13572468\nاعتبار: ۲۴ ساعت";
  expect(parse({ code })).toEqual({ ok: true, entry });
});

test("S10 only this bank's cards, with a right check digit, are asked for", () => {
  expect(parse({ cardNumber: "6280239832816832" })).toMatchObject({
    reason: "card_number",
    cause: "check_digit",
  });
  expect(parse({ cardNumber: "4111111111111111" })).toMatchObject({
    reason: "card_number",
    cause: "wrong_prefix",
  });
});

test("S29 a serial with one wrong or two swapped digits and a short code are refused before sending", () => {
  expect(parse({ serial: "123456789016" })).toMatchObject({
    reason: "serial",
    cause: "check_digit",
  });
  expect(parse({ serial: "213456789015" })).toMatchObject({
    reason: "serial",
    cause: "check_digit",
  });
  expect(parse({ code: "1357246" })).toMatchObject({ reason: "code", cause: "too_short" });
  expect(parse({ code: "135724680" })).toMatchObject({ reason: "code", cause: "too_long" });
  expect(parse({ code: "code" })).toMatchObject({ reason: "code", cause: "not_digits" });
});

test("S20 an account/gateway token is asked for without a card", () => {
  const parsed = parseTypedActivation({ kind: "account-gateway", serial, code: "13572468" }, rules);
  expect(parsed).toMatchObject({ ok: true, entry: { kind: "account-gateway" } });
});

const listed = (change: Partial<PhoneToken>): PhoneToken => ({
  id: "a",
  mustDeclare: false,
  stop: undefined,
  serial: "999999999993",
  subject: { kind: "card", cardNumber: card },
  state: "active",
  maskedSubject: "",
  profile: undefined,
  ...change,
});

test("S14 a card that is in the list must be deleted first, confirmed or not", () => {
  for (const state of ["active", "confirming"] as const) {
    expect(decideListRefusal(entry, [listed({ state })])).toMatchObject({
      reason: "card_already_listed",
      id: "a",
    });
  }
});

test("the same serial cannot be in the list twice; its own unanswered request is no obstacle", () => {
  const account = listed({ serial, subject: { kind: "account-gateway" } });
  expect(decideListRefusal(entry, [account])).toMatchObject({ reason: "serial_already_listed" });
  expect(decideListRefusal(entry, [listed({ serial, state: "pending" })])).toBeUndefined();
});

test("another serial of the card that is unanswered stands in the way, other cards do not", () => {
  expect(decideListRefusal(entry, [listed({ state: "pending" })])).toMatchObject({
    reason: "card_pending",
  });
  const other = listed({ subject: { kind: "card", cardNumber: "6280234348062020" } });
  expect(decideListRefusal(entry, [other])).toBeUndefined();
});
