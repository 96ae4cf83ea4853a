import { parseAccountNumber } from "@ramznama/persian";
import { expect, test } from "vitest";
import { accountNumberSchema } from "./formats.ts";

test("an account number that passes a door is one everywhere: of 6 to 26 digits", () => {
  for (let count = 1; count <= 40; count += 1) {
    const digits = "1".repeat(count);
    const isOne = count >= 6 && count <= 26;
    expect([count, accountNumberSchema.safeParse(digits).success]).toEqual([count, isOne]);
    expect([count, parseAccountNumber(digits).ok]).toEqual([count, isOne]);
  }
});
