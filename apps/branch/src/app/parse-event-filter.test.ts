import { expect, test } from "vitest";
import { emptyFilter, parseEventFilter } from "./parse-event-filter.ts";

const parse = (typed: object) => parseEventFilter({ ...emptyFilter, ...typed }, "fa", "wrong");

test("Jalali days become the instants at which they begin and end in Tehran", () => {
  expect(parse({ from: "۱۴۰۵/۰۹/۰۱", to: "1405/9/1" })).toEqual({
    ok: true,
    value: { from: "2026-11-21T20:30:00.000Z", to: "2026-11-22T20:30:00.000Z" },
  });
});

test("Numbers are taken as people paste them, and what is left empty is not asked", () => {
  expect(parse({ serial: "۱۲۳۴ ۵۶۷۸ ۹۰۱۵", branch: "۱۲۰۱", actor: " teller " })).toEqual({
    ok: true,
    value: { serial: "123456789015", branch: "1201", actor: "teller" },
  });
  expect(parse({})).toEqual({ ok: true, value: {} });
});

test("Each field that is wrong says so by itself", () => {
  const parsed = parse({ serial: "1234", from: "1405/13/01", to: "دیروز", customerId: "C 1" });
  expect(parsed.ok ? [] : Object.keys(parsed.errors).sort()).toEqual([
    ...["customerId", "from", "serial", "to"],
  ]);
});
