/** Numbers as people type and paste them: digits of any script, in groups, with invisible marks. */

import { toLatinDigits } from "./digits.ts";
import type { Parsed } from "./parsed.ts";

export type DigitTextRefusal = "empty" | "not_digits" | "too_short" | "too_long";

export interface DigitCount {
  readonly least: number;
  readonly most: number;
}

/**
 * What stands between the digits of one number and means nothing: spaces of every width and line
 * breaks (Z, \s), joiners and bidi marks (Cf), dashes (Pd, minus), dots, underscores, the tatweel,
 * and what keycap emoji put after a digit.
 */
const separators = /[\s\p{Z}\p{Cf}\p{Pd}\u2212._\u00b7\u0640\ufe0e\ufe0f\u20e3]/gu;

/** Latin digits without separators; letters and other signs stay, for a parser to refuse. */
export function compactDigits(text: string): string {
  return toLatinDigits(text).replaceAll(separators, "");
}

export function parseDigitText(text: string, count: DigitCount): Parsed<string, DigitTextRefusal> {
  const digits = compactDigits(text);
  if (digits.length === 0) return { ok: false, reason: "empty" };
  if (!/^[0-9]+$/.test(digits)) return { ok: false, reason: "not_digits" };
  if (digits.length < count.least) return { ok: false, reason: "too_short" };
  if (digits.length > count.most) return { ok: false, reason: "too_long" };
  return { ok: true, value: digits };
}

/** "628023" to "6280 23": from the left, so that it also serves a field that is still being typed in. */
export function groupDigits(digits: string, groupLength = 4): string {
  const groups: string[] = [];
  for (let start = 0; start < digits.length; start += groupLength) {
    groups.push(digits.slice(start, start + groupLength));
  }
  return groups.join(" ");
}
