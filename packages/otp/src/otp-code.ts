/** One-time codes as text: their length, their parsing at the border, their making from a number. */

declare const otpCode: unique symbol;

/** Latin digits only, as many as the token's policy says. */
export type OtpCode = string & { readonly [otpCode]: true };

/** RFC 4226 requires at least 6 digits; 31 truncated bits carry no more than 9 whole ones. */
export const otpDigitCounts = [6, 7, 8, 9] as const;
export type OtpDigits = (typeof otpDigitCounts)[number];

export type CodeRefusal = "empty" | "not_digits" | "too_short" | "too_long";
export type ParsedCode =
  | { readonly ok: true; readonly value: OtpCode }
  | { readonly ok: false; readonly reason: CodeRefusal };

/**
 * Takes Latin digits alone. Persian and Arabic digits, spaces and dashes are what people type, and
 * `latinDigits` of the package persian has removed them before a code comes here.
 */
export function parseCode(text: string, digits: OtpDigits): ParsedCode {
  if (text.length === 0) return { ok: false, reason: "empty" };
  if (!/^[0-9]+$/.test(text)) return { ok: false, reason: "not_digits" };
  if (text.length < digits) return { ok: false, reason: "too_short" };
  if (text.length > digits) return { ok: false, reason: "too_long" };
  // Checked just above: this is the one place where text becomes a code.
  return { ok: true, value: text as OtpCode };
}

/** The last `digits` decimal digits of the truncated MAC, leading zeros kept (RFC 4226 section 5.3). */
export function formatCode(truncated: number, digits: OtpDigits): OtpCode {
  // Padded to the length and made of decimal digits, so it is a code by construction.
  return codeNumber(truncated, digits).toString().padStart(digits, "0") as OtpCode;
}

/** `truncated mod 10^digits`, the form in which codes are compared. */
export function codeNumber(truncated: number, digits: OtpDigits): number {
  return truncated % 10 ** digits;
}
