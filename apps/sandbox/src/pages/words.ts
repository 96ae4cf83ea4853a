/** Times, amounts and numbers as the pages write them. */
import {
  formatJalaliDate,
  formatRials,
  formatTehranTimeWithSeconds,
  toPersianDigits,
} from "@ramznama/persian";
import { type Html, html } from "./html.ts";

/** `۲ دقیقه و ۵ ثانیه` */
export function waitWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.ceil(seconds % 60);
  const parts = [minutes > 0 ? `${minutes} دقیقه` : "", rest > 0 ? `${rest} ثانیه` : ""];
  return toPersianDigits(parts.filter(Boolean).join(" و "));
}

export function rialWords(amountRials: number): string {
  return toPersianDigits(formatRials(amountRials, "fa").replaceAll(",", "٬"));
}

/** `۱۴۰۵/۰۹/۰۱، ۱۱:۳۰:۰۰` */
export function momentWords(at: number): string {
  return toPersianDigits(`${formatJalaliDate(at)}، ${formatTehranTimeWithSeconds(at)}`);
}

/** Read from left to right, selected as a whole. */
export function renderNumber(number: string): Html {
  return html`<bdi class="number" dir="ltr">${number}</bdi>`;
}
