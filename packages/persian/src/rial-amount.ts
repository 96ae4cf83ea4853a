/** Amounts of money: whole rials, never fractions, never floating point. */

import { toLatinDigits } from "./digits.ts";
import type { Language } from "./messages/language.ts";
import type { Parsed } from "./parsed.ts";

declare const rialAmount: unique symbol;

/** More than zero and below 2^53, so that JSON numbers carry it exactly. */
export type RialAmount = number & { readonly [rialAmount]: true };

export type RialAmountRefusal = "empty" | "not_digits" | "not_positive" | "too_large";

const unit: Readonly<Record<Language, string>> = { fa: "ریال", en: "rials" };

/** Understands separators of thousands (, ٬ ،) and spaces; a decimal point is refused. */
export function parseRialAmount(text: string): Parsed<RialAmount, RialAmountRefusal> {
  const digits = toLatinDigits(text).replaceAll(/[\s\p{Z}\p{Cf},٬،’']/gu, "");
  if (digits.length === 0) return { ok: false, reason: "empty" };
  if (!/^[0-9]+$/.test(digits)) return { ok: false, reason: "not_digits" };
  const amount = Number(digits);
  if (amount === 0) return { ok: false, reason: "not_positive" };
  if (!Number.isSafeInteger(amount)) return { ok: false, reason: "too_large" };
  return { ok: true, value: amount as RialAmount }; // checked just above
}

/** `12,345,678 ریال`; balances may be negative and larger than a RialAmount. */
export function formatRials(amount: number | bigint, language: Language): string {
  return `${groupThousands(amount)} ${unit[language]}`;
}

/** `12,345,678` */
export function groupThousands(amount: number | bigint): string {
  const value = BigInt(amount);
  const digits = (value < 0n ? -value : value).toString();
  const head = digits.length % 3;
  const groups = digits.slice(head).match(/[0-9]{3}/g) ?? [];
  const text = (head === 0 ? groups : [digits.slice(0, head), ...groups]).join(",");
  return value < 0n ? `-${text}` : text;
}
