import { describe, expect, test } from "vitest";
import { assertNoCardNumber } from "./card-number-guard.ts";

const look = (text: string | undefined) => () => {
  assertNoCardNumber("628023", { origin: text });
};

describe("R10 free text with a full card number is refused", () => {
  test.each([
    "6280231234567898",
    "6280-2312-3456-7898",
    "pos.6280.2312.3456.7898/1",
    "6280 2312 3456 7898",
    "۶۲۸۰۲۳۱۲۳۴۵۶۷۸۹۸",
    "٦٢٨٠_٢٣١٢_٣٤٥٦_٧٨٩٨",
    "000006280231234567898000",
  ])("%s", (text) => {
    expect(look(text)).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        details: { errors: [{ path: "/origin", code: "holds_a_card_number" }] },
      }),
    );
  });
});

describe("what is no card number of the bank passes", () => {
  test.each([
    undefined,
    "terminal-1234",
    "6280231234567891",
    "6037991234567893",
    "628023-123456",
    "5f2b8c1e-6280-4231-8234-567898aa0011",
  ])("%s", (text) => {
    expect(look(text)).not.toThrow();
  });
});
