/**
 * Dates and times as people in Iran read them, in Latin digits (`toPersianDigits` for SMS and print).
 * The offset is fixed: Iran ended daylight saving on 1401/06/30 (2022-09-21), before the first token,
 * and the time zone data of old phones still adds the hour.
 */

import { compactDigits } from "./digit-text.ts";
import { toLatinDigits } from "./digits.ts";
import {
  daysInJalaliMonth,
  jalaliFromUnixDay,
  unixDayFromJalali,
  type JalaliDate,
} from "./jalali.ts";
import type { Language } from "./messages/language.ts";
import { jalaliMonthTexts, weekdayTexts } from "./messages/calendar-texts.ts";
import type { Parsed } from "./parsed.ts";

const tehranOffsetMilliseconds = 3.5 * 60 * 60 * 1000;
const dayMilliseconds = 24 * 60 * 60 * 1000;

export type JalaliDateRefusal = "empty" | "wrong_format" | "no_such_day";

export function jalaliDateInTehran(unixMilliseconds: number): JalaliDate {
  return jalaliFromUnixDay(tehranDay(unixMilliseconds));
}

/** `1405/09/01` */
export function formatJalaliDate(unixMilliseconds: number): string {
  const { year, month, day } = jalaliDateInTehran(unixMilliseconds);
  return `${year}/${twoDigits(month)}/${twoDigits(day)}`;
}

/** `یکشنبه 1 آذر 1405`, `Sunday 1 Azar 1405` */
export function formatLongJalaliDate(unixMilliseconds: number, language: Language): string {
  const { year, month, day } = jalaliDateInTehran(unixMilliseconds);
  const weekday = weekdayTexts[language][weekdayOf(tehranDay(unixMilliseconds))] ?? "";
  return `${weekday} ${day} ${jalaliMonthTexts[language][month - 1] ?? ""} ${year}`;
}

/** `14:05` */
export function formatTehranTime(unixMilliseconds: number): string {
  return formatTehranTimeWithSeconds(unixMilliseconds).slice(0, 5);
}

/** `14:05:09` */
export function formatTehranTimeWithSeconds(unixMilliseconds: number): string {
  const local = unixMilliseconds + tehranOffsetMilliseconds;
  const seconds = Math.floor(local / 1000) - tehranDay(unixMilliseconds) * 86_400;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map(twoDigits).join(":");
}

/** `1405/09/01 14:05` */
export function formatTehranDateTime(unixMilliseconds: number): string {
  return `${formatJalaliDate(unixMilliseconds)} ${formatTehranTime(unixMilliseconds)}`;
}

/** Takes 1405/9/1, 1405-09-01, 1405.9.1 and 14050901 in digits of any script. */
export function parseJalaliDate(text: string): Parsed<JalaliDate, JalaliDateRefusal> {
  const typed = toLatinDigits(text)
    .replaceAll(/\p{Cf}/gu, "")
    .trim();
  if (typed.length === 0) return { ok: false, reason: "empty" };
  const parts =
    /^([0-9]{4})[/.\p{Pd}]([0-9]{1,2})[/.\p{Pd}]([0-9]{1,2})$/u.exec(typed) ??
    /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(compactDigits(typed));
  if (parts === null) return { ok: false, reason: "wrong_format" };
  const date = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
  const exists = date.month >= 1 && date.month <= 12 && date.day >= 1;
  if (!exists || date.day > daysInJalaliMonth(date.year, date.month)) {
    return { ok: false, reason: "no_such_day" };
  }
  return { ok: true, value: date };
}

/** The instant at which the day begins in Tehran, for filters by date. */
export function startOfDayInTehran(date: JalaliDate): number {
  return unixDayFromJalali(date) * dayMilliseconds - tehranOffsetMilliseconds;
}

function tehranDay(unixMilliseconds: number): number {
  return Math.floor((unixMilliseconds + tehranOffsetMilliseconds) / dayMilliseconds);
}

/** 0 is Saturday, the first day of the week; 1970-01-01 was a Thursday. */
function weekdayOf(unixDay: number): number {
  return (((unixDay + 5) % 7) + 7) % 7;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
