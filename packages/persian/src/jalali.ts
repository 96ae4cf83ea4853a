/**
 * The Solar Hijri calendar (Iran's official one) by the 33-year rule: 8 leap years in 33, which
 * agrees with the astronomical calendar from 1178 to 1633 (1799 to 2255). Own arithmetic because
 * the calendars of old phones' Intl differ in leap years, and a wrong day on a receipt is a quarrel.
 */

export interface JalaliDate {
  readonly year: number;
  /** 1 (فروردین) to 12 (اسفند). */
  readonly month: number;
  readonly day: number;
}

/** Days between 1 Farvardin of year 1, as day 1, and 1970-01-01, as day 0. */
const unixDayShift = 492_269;
const daysInCycle = 12_053;
const yearsInCycle = 33;

/** `unixDay`: whole days since 1970-01-01. */
export function jalaliFromUnixDay(unixDay: number): JalaliDate {
  let year = Math.floor(((unixDay + unixDayShift) * yearsInCycle) / daysInCycle) + 1;
  if (unixDay < firstUnixDayOf(year)) year -= 1;
  else if (unixDay >= firstUnixDayOf(year + 1)) year += 1;
  const dayOfYear = unixDay - firstUnixDayOf(year);
  // Six months of 31 days come first, then five of 30 and the last of 29 or 30.
  const month = dayOfYear < 186 ? Math.floor(dayOfYear / 31) : Math.floor((dayOfYear - 6) / 30);
  return { year, month: month + 1, day: dayOfYear - daysBeforeMonth(month + 1) + 1 };
}

export function unixDayFromJalali({ year, month, day }: JalaliDate): number {
  return firstUnixDayOf(year) + daysBeforeMonth(month) + day - 1;
}

export function isJalaliLeapYear(year: number): boolean {
  return firstUnixDayOf(year + 1) - firstUnixDayOf(year) === 366;
}

export function daysInJalaliMonth(year: number, month: number): number {
  if (month <= 6) return 31;
  return month < 12 || isJalaliLeapYear(year) ? 30 : 29;
}

function firstUnixDayOf(year: number): number {
  return 365 * (year - 1) + Math.floor((8 * year + 21) / yearsInCycle) + 1 - unixDayShift;
}

function daysBeforeMonth(month: number): number {
  return month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6;
}
