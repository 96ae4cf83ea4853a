/** The token's serial number («شماره سریال رمزنما»): 12 digits, the last a Luhn check digit. */

import { groupDigits, parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import { hasLuhnCheckDigit, luhnCheckDigit } from "./luhn.ts";
import type { Parsed } from "./parsed.ts";

declare const tokenSerial: unique symbol;
export type TokenSerial = string & { readonly [tokenSerial]: true };

export type TokenSerialRefusal = DigitTextRefusal | "check_digit";

export function parseTokenSerial(text: string): Parsed<TokenSerial, TokenSerialRefusal> {
  const digits = parseDigitText(text, { least: 12, most: 12 });
  if (!digits.ok) return digits;
  if (!hasLuhnCheckDigit(digits.value)) return { ok: false, reason: "check_digit" };
  return { ok: true, value: digits.value as TokenSerial }; // checked just above
}

/** Appends the check digit to the 11 Latin digits the issuer chose. */
export function makeTokenSerial(payload: string): TokenSerial {
  if (!/^[0-9]{11}$/.test(payload)) throw new RangeError("a serial is made from 11 Latin digits");
  return `${payload}${luhnCheckDigit(payload)}` as TokenSerial; // a serial by construction
}

/** `1234 5678 9015` */
export function groupTokenSerial(serial: TokenSerial): string {
  return groupDigits(serial);
}
