/** National ids (کد ملی): 10 digits, the last a check digit modulo 11. */

import { parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import type { Parsed } from "./parsed.ts";

declare const nationalId: unique symbol;
export type NationalId = string & { readonly [nationalId]: true };

export type NationalIdRefusal = DigitTextRefusal | "check_digit" | "repeated_digit";

export function parseNationalId(text: string): Parsed<NationalId, NationalIdRefusal> {
  const digits = parseDigitText(text, { least: 10, most: 10 });
  if (!digits.ok) return digits;
  // 1111111111 and its like satisfy the check digit and belong to nobody.
  if (new Set(digits.value).size === 1) return { ok: false, reason: "repeated_digit" };
  if (checkDigit(digits.value) !== digits.value.at(-1)) return { ok: false, reason: "check_digit" };
  return { ok: true, value: digits.value as NationalId }; // checked just above
}

function checkDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(digits[place]) * (10 - place);
  const remainder = sum % 11;
  return String(remainder < 2 ? remainder : 11 - remainder);
}
