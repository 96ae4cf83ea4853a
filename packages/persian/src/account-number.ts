/**
 * Account numbers: their length differs between banks and their check digits are the bank's own. This is the one rule:
 * the doors, core banking's answers and every field that people type into go by it.
 */

import { parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import type { Parsed } from "./parsed.ts";

declare const accountNumber: unique symbol;
export type AccountNumber = string & { readonly [accountNumber]: true };

const digitCount = { least: 6, most: 26 };

export function parseAccountNumber(text: string): Parsed<AccountNumber, DigitTextRefusal> {
  const digits = parseDigitText(text, digitCount);
  if (!digits.ok) return digits;
  return { ok: true, value: digits.value as AccountNumber }; // checked just above
}

/** `******0052`, for notices to people who may not be its holder. */
export function maskAccountNumber(account: AccountNumber): string {
  return `******${account.slice(-4)}`;
}
