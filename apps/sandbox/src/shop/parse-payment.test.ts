import { describe, expect, it } from "vitest";
import { parseExpiry } from "./parse-expiry.ts";
import { parsePayment } from "./parse-payment.ts";

const form = {
  amount: "1,250,000",
  cardNumber: "6280 2398 3281 6831",
  cvv2: "839",
  expiry: "1408/10",
  code: "1234 5678",
};

describe("the payment form", () => {
  it.each([
    ["1408/10", "1408/10"],
    ["08/10", "1408/10"],
    ["۰۸۱۰", "1408/10"],
    ["140810", "1408/10"],
    ["1399-12", "1399/12"],
    ["08/13", undefined],
    ["10/1408", undefined],
    ["", undefined],
    ["08/1", undefined],
  ])("U4 the expiry %s is read as %s", (text, expiry) => {
    expect(parseExpiry(text)).toBe(expiry);
  });

  it("U4 becomes plain numbers, whatever digits and signs were typed", () => {
    const typed = { ...form, amount: "۱٬۲۵۰٬۰۰۰", cvv2: "۸۳۹", code: "۱۲۳۴-۵۶۷۸" };
    expect(parsePayment(typed, "628023")).toEqual({
      ok: true,
      payment: {
        amountRials: 1_250_000,
        cardNumber: "6280239832816831",
        cvv2: "839",
        expiry: "1408/10",
        code: "12345678",
      },
    });
  });

  it("says beside each field what is wrong with it, all at once", () => {
    const empty = { amount: "0", cardNumber: "6037991234567893", cvv2: "8", expiry: "1", code: "" };
    const parsed = parsePayment(empty, "628023");
    expect(parsed.ok ? [] : Object.keys(parsed.errors).sort()).toEqual(
      ["amount", "cardNumber", "code", "cvv2", "expiry"].sort(),
    );
  });
});
