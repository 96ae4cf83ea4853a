/** The two codes that come by SMS: for a token («کد فعالسازی») and for a device. */

import { groupDigits, parseDigitText, type DigitTextRefusal } from "./digit-text.ts";
import type { Parsed } from "./parsed.ts";

declare const activationCode: unique symbol;
declare const registrationCode: unique symbol;

/** 8 digits. */
export type ActivationCode = string & { readonly [activationCode]: true };

/** 6 digits. */
export type RegistrationCode = string & { readonly [registrationCode]: true };

export function parseActivationCode(text: string): Parsed<ActivationCode, DigitTextRefusal> {
  const digits = parseDigitText(text, { least: 8, most: 8 });
  if (!digits.ok) return digits;
  return { ok: true, value: digits.value as ActivationCode }; // checked just above
}

export function parseRegistrationCode(text: string): Parsed<RegistrationCode, DigitTextRefusal> {
  const digits = parseDigitText(text, { least: 6, most: 6 });
  if (!digits.ok) return digits;
  return { ok: true, value: digits.value as RegistrationCode }; // checked just above
}

/** `1234 5678` */
export function groupActivationCode(code: ActivationCode): string {
  return groupDigits(code);
}
