import { hasLuhnCheckDigit } from "@ramznama/persian";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bankPrefixes } from "./bank-prefixes.ts";
import { chooseNumber } from "./choose-number.ts";
import type { Digit } from "./find-digits.ts";

const card = "6280239832816831";

/** A digit that is `share` likely to be the first of those given, the rest shared among the others given. */
function seen(given: string, share = 0.999): Digit {
  const logs = new Array<number>(10).fill(Math.log(1e-6));
  const others = Array.from(given).slice(1);
  logs[Number(given[0])] = Math.log(share);
  for (const other of others) logs[Number(other)] = Math.log((1 - share) / others.length);
  return { x: 0, y: 0, odds: 5, logs };
}

const rowOf = (number: string): Digit[] => Array.from(number).map((digit) => seen(digit));

test("S10 a number read clearly is given with near certainty", () => {
  expect(chooseNumber(rowOf(card), bankPrefixes)?.number).toBe(card);
  expect(chooseNumber(rowOf(card), bankPrefixes)?.confidence).toBeGreaterThan(0.99);
});

test("S10 a number of no bank that is known is never given, however clear it is", () => {
  expect(chooseNumber(rowOf("4111111111111111"), bankPrefixes)).toBeUndefined();
  expect(chooseNumber(rowOf("4111111111111111"), ["411111"])?.number).toBe("4111111111111111");
});

test("S10 a digit that could be two things is settled by the check digit", () => {
  const row = rowOf(card);
  row[10] = seen("28", 0.55);
  expect(card[10]).toBe("8");
  expect(chooseNumber(row, bankPrefixes)?.number).toBe(card);
});

test("S10 a clear digit is never overruled to make the check digit right", () => {
  for (let place = 0; place < card.length; place += 1) {
    const row = rowOf(card);
    row[place] = seen(String((Number(card[place]) + 3) % 10));
    expect(chooseNumber(row, bankPrefixes)).toBeUndefined();
  }
});

test("S10 two doubtful digits that leave two right numbers give none", () => {
  const row = rowOf(card);
  // 6 and 8 at two doubled places: exchanged they have the same sum.
  const numbers = ["6280236181234566", "6280238161234566"];
  expect(numbers.map(hasLuhnCheckDigit)).toEqual([true, true]);
  for (const [place, digit] of Array.from(numbers[0] ?? "").entries()) row[place] = seen(digit);
  row[6] = seen("68", 0.5);
  row[8] = seen("86", 0.5);
  const given = chooseNumber(row, bankPrefixes)?.number;
  expect(given).toBeUndefined();
});

test("S10 whatever the digits look like, what is given has sixteen digits and a right check digit", () => {
  const logs = fc.array(fc.double({ min: -12, max: 0, noNaN: true }), {
    minLength: 10,
    maxLength: 10,
  });
  const row = fc.array(
    logs.map((ten): Digit => ({ x: 0, y: 0, odds: 3, logs: ten })),
    { minLength: 14, maxLength: 18 },
  );
  fc.assert(
    fc.property(row, (digits) => {
      const choice = chooseNumber(digits, bankPrefixes);
      if (choice === undefined) return;
      expect(choice.number).toMatch(/^[0-9]{16}$/);
      expect(hasLuhnCheckDigit(choice.number)).toBe(true);
    }),
  );
});
