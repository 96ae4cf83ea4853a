/** The calendar is judged by the one of ICU, the clock by the time zone data of the runtime. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  daysInJalaliMonth,
  formatJalaliDate,
  formatLongJalaliDate,
  formatRials,
  formatTehranDateTime,
  formatTehranTime,
  formatTehranTimeWithSeconds,
  groupThousands,
  isJalaliLeapYear,
  jalaliDateInTehran,
  jalaliFromUnixDay,
  parseJalaliDate,
  parseRialAmount,
  startOfDayInTehran,
  toPersianDigits,
  unixDayFromJalali,
} from "./index.ts";

const day = 86_400_000;
const options = { calendar: "persian", numberingSystem: "latn", timeZone: "UTC" } as const;
const icuDate = new Intl.DateTimeFormat("en", {
  ...options,
  year: "numeric",
  month: "numeric",
  day: "numeric",
});
const icuClock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Tehran",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

function icuJalali(unixDay: number) {
  const parts = icuDate.formatToParts(unixDay * day);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return { year: part("year"), month: part("month"), day: part("day") };
}

const since1402 = fc.integer({ min: Date.UTC(2023, 2, 21), max: Date.UTC(2100, 0, 1) });

describe("The Jalali calendar", () => {
  test("agrees with ICU on every day from 1900 to 2100, and back", () => {
    let differences = 0;
    for (
      let unixDay = Date.UTC(1900, 0, 1) / day;
      unixDay < Date.UTC(2100, 0, 1) / day;
      unixDay += 1
    ) {
      const ours = jalaliFromUnixDay(unixDay);
      const icu = icuJalali(unixDay);
      const same = ours.year === icu.year && ours.month === icu.month && ours.day === icu.day;
      if (!same || unixDayFromJalali(ours) !== unixDay) differences += 1;
    }
    expect(differences).toBe(0);
  });

  test("the days of its whole range follow each other without a gap, in every month's length", () => {
    let expected = { year: 1178, month: 1, day: 1 };
    const last = unixDayFromJalali({ year: 1633, month: 12, day: 29 });
    for (let unixDay = unixDayFromJalali(expected); unixDay <= last; unixDay += 1) {
      const { year, month, day: dayOfMonth } = jalaliFromUnixDay(unixDay);
      if (year !== expected.year || month !== expected.month || dayOfMonth !== expected.day) {
        expect({ year, month, day: dayOfMonth }).toEqual(expected);
      }
      expected = nextDay(expected);
    }
  });

  test.each([
    ["1357-11-22", "1979-02-11"],
    ["1399-12-30", "2021-03-20"],
    ["1400-01-01", "2021-03-21"],
    ["1403-12-30", "2025-03-20"],
    ["1405-09-01", "2026-11-22"],
    ["1408-12-30", "2030-03-20"],
  ])("%s is %s", (jalali, gregorian) => {
    const [year = 0, month = 0, dayOfMonth = 0] = jalali.split("-").map(Number);
    expect(unixDayFromJalali({ year, month, day: dayOfMonth })).toBe(Date.parse(gregorian) / day);
  });

  test("the leap years of our days are the official ones", () => {
    const years = Array.from({ length: 50 }, (_, index) => 1370 + index);
    expect(years.filter(isJalaliLeapYear)).toEqual([
      1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416,
    ]);
  });
});

function nextDay(date: { year: number; month: number; day: number }) {
  if (date.day < daysInJalaliMonth(date.year, date.month)) return { ...date, day: date.day + 1 };
  if (date.month < 12) return { ...date, month: date.month + 1, day: 1 };
  return { year: date.year + 1, month: 1, day: 1 };
}

describe("Time in Tehran", () => {
  test("agrees with the time zone database since daylight saving ended", () => {
    fc.assert(
      fc.property(since1402, (time) => {
        expect(formatTehranTimeWithSeconds(time)).toBe(icuClock.format(time));
      }),
    );
  });

  test("the day changes at midnight of Tehran, 20:30 UTC", () => {
    const midnight = Date.UTC(2026, 10, 22, 20, 30);
    expect(formatTehranDateTime(midnight - 1)).toBe("1405/09/01 23:59");
    expect(formatTehranDateTime(midnight)).toBe("1405/09/02 00:00");
    expect(formatJalaliDate(midnight)).toBe("1405/09/02");
    expect(formatTehranTime(midnight)).toBe("00:00");
  });

  test("the long form names the day and the month", () => {
    const time = Date.UTC(2026, 10, 22, 8);
    expect(toPersianDigits(formatLongJalaliDate(time, "fa"))).toBe("یکشنبه ۱ آذر ۱۴۰۵");
    expect(formatLongJalaliDate(time, "en")).toBe("Sunday 1 Azar 1405");
  });

  test("weekdays and month names are those of ICU", () => {
    const icu = new Intl.DateTimeFormat("fa-u-nu-latn", {
      calendar: "persian",
      timeZone: "Asia/Tehran",
      weekday: "long",
      month: "long",
    });
    fc.assert(
      fc.property(since1402, (time) => {
        const parts = icu.formatToParts(time);
        const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "none";
        const plain = (text: string) => text.replaceAll("\u200c", "");
        const ours = plain(formatLongJalaliDate(time, "fa"));
        expect(ours.startsWith(plain(part("weekday")))).toBe(true);
        expect(ours).toContain(plain(part("month")));
      }),
    );
  });

  test("the start of a day is its first instant", () => {
    fc.assert(
      fc.property(since1402, (time) => {
        const date = jalaliDateInTehran(time);
        const start = startOfDayInTehran(date);
        expect(start).toBeLessThanOrEqual(time);
        expect(time - start).toBeLessThan(day);
        expect(jalaliDateInTehran(start)).toEqual(date);
        expect(jalaliDateInTehran(start - 1)).not.toEqual(date);
      }),
    );
  });
});

describe("Typed dates", () => {
  test.each(["1405/09/01", "1405/9/1", "۱۴۰۵/۰۹/۰۱", "1405-09-01", "1405.9.1", " 14050901 "])(
    "%j is 1 Azar 1405",
    (text) => {
      expect(parseJalaliDate(text)).toEqual({ ok: true, value: { year: 1405, month: 9, day: 1 } });
    },
  );

  test.each([
    ["", "empty"],
    ["امروز", "wrong_format"],
    ["1405/09", "wrong_format"],
    ["01/09/1405", "wrong_format"],
    ["1405/13/01", "no_such_day"],
    ["1405/00/01", "no_such_day"],
    ["1405/01/00", "no_such_day"],
    ["1405/07/31", "no_such_day"],
    ["1405/12/30", "no_such_day"],
    ["1403/12/31", "no_such_day"],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseJalaliDate(text)).toEqual({ ok: false, reason });
  });

  test("the last day of a leap year exists", () => {
    expect(parseJalaliDate("1403/12/30").ok).toBe(true);
  });
});

describe("Amounts of rials", () => {
  test.each([
    [0, "0"],
    [7, "7"],
    [999, "999"],
    [1000, "1,000"],
    [825_000_000, "825,000,000"],
    [-1500, "-1,500"],
    [2n ** 64n, "18,446,744,073,709,551,616"],
  ])("%s is written %s", (amount, text) => {
    expect(groupThousands(amount)).toBe(text);
  });

  test("the unit is named in the language of the reader", () => {
    expect(toPersianDigits(formatRials(1_250_000, "fa"))).toBe("۱,۲۵۰,۰۰۰ ریال");
    expect(formatRials(1_250_000, "en")).toBe("1,250,000 rials");
  });

  test("what was written is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        const text = toPersianDigits(groupThousands(amount)).replaceAll(",", "٬");
        expect(parseRialAmount(text)).toEqual({ ok: true, value: amount });
      }),
    );
  });

  test.each([
    ["", "empty"],
    ["0", "not_positive"],
    ["-5", "not_digits"],
    ["1.5", "not_digits"],
    ["1e9", "not_digits"],
    ["9007199254740992", "too_large"],
    ["9".repeat(400), "too_large"],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseRialAmount(text)).toEqual({ ok: false, reason });
  });
});
