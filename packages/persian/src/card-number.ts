/** Card numbers (ISO/IEC 7812): 16 digits, the bank's prefix, a Luhn check digit. */

import { groupDigits, parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import { hasLuhnCheckDigit } from "./luhn.ts";
import type { Parsed } from "./parsed.ts";

declare const cardNumber: unique symbol;
export type CardNumber = string & { readonly [cardNumber]: true };

export type CardNumberRefusal = DigitTextRefusal | "check_digit" | "wrong_prefix";

/**
 * The check digit is looked at before the prefix: a mistyped prefix nearly always breaks it, and
 * "one digit is wrong" is then the truer answer than "not a card of this bank".
 */
export function parseCardNumber(
  text: string,
  bankPrefix = "",
): Parsed<CardNumber, CardNumberRefusal> {
  const digits = parseDigitText(text, { least: 16, most: 16 });
  if (!digits.ok) return digits;
  if (!hasLuhnCheckDigit(digits.value)) return { ok: false, reason: "check_digit" };
  if (!digits.value.startsWith(bankPrefix)) return { ok: false, reason: "wrong_prefix" };
  return { ok: true, value: digits.value as CardNumber }; // all its rules were checked just above
}

/** `6280 2312 3456 7898` */
export function groupCardNumber(card: CardNumber): string {
  return groupDigits(card);
}

/** `628023******7898`: all that may be stored, shown to others or logged. */
export function maskCardNumber(card: CardNumber): string {
  return `${card.slice(0, 6)}******${card.slice(-4)}`;
}
