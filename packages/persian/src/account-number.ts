/** Account numbers: their length differs between banks and their check digits are the bank's own. */

import { parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import type { Parsed } from "./parsed.ts";

declare const accountNumber: unique symbol;
export type AccountNumber = string & { readonly [accountNumber]: true };

export function parseAccountNumber(text: string): Parsed<AccountNumber, DigitTextRefusal> {
  const digits = parseDigitText(text, { least: 10, most: 20 });
  if (!digits.ok) return digits;
  return { ok: true, value: digits.value as AccountNumber }; // checked just above
}

/** `******0052`, for notices to people who may not be its holder. */
export function maskAccountNumber(account: AccountNumber): string {
  return `******${account.slice(-4)}`;
}
