/** Mobile numbers of Iran, kept as `09xxxxxxxxx`. */

import { compactDigits, type DigitTextRefusal } from "./digit-text.ts";
import type { Parsed } from "./parsed.ts";

declare const mobile: unique symbol;
export type Mobile = string & { readonly [mobile]: true };

/** `wrong_prefix`: a number of another country, or one that is not a mobile's. */
export type MobileRefusal = DigitTextRefusal | "wrong_prefix";

/** Understands 0912…, 912…, +98912…, 0098912…, 98912… and the mixed form +98 (0)912…. */
export function parseMobile(text: string): Parsed<Mobile, MobileRefusal> {
  const typed = compactDigits(text).replaceAll(/[()（）＋]/g, (sign) => (sign === "＋" ? "+" : ""));
  if (typed.length === 0) return { ok: false, reason: "empty" };
  if (!/^\+?[0-9]+$/.test(typed)) return { ok: false, reason: "not_digits" };
  const national = nationalPart(typed);
  if (national === undefined) return { ok: false, reason: "wrong_prefix" };
  if (national.length < 10) return { ok: false, reason: "too_short" };
  if (national.length > 10) return { ok: false, reason: "too_long" };
  if (!national.startsWith("9")) return { ok: false, reason: "wrong_prefix" };
  return { ok: true, value: `0${national}` as Mobile }; // checked just above
}

/** `0912***4567` */
export function maskMobile(number: Mobile): string {
  return `${number.slice(0, 4)}***${number.slice(-4)}`;
}

/** What follows country code and trunk zero; undefined for the code of another country. */
function nationalPart(typed: string): string | undefined {
  const international = typed.replace(/^\+/, "00");
  if (international.startsWith("0098")) return withoutTrunkZero(international.slice(4));
  if (international.startsWith("00")) return undefined;
  // Ten digits that begin with 98 are a number without its zero, not a country code.
  if (typed.startsWith("98") && typed.length > 10) return withoutTrunkZero(typed.slice(2));
  return withoutTrunkZero(typed);
}

function withoutTrunkZero(digits: string): string {
  return digits.startsWith("0") ? digits.slice(1) : digits;
}
