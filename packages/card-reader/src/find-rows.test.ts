import fc from "fast-check";
import { expect, test } from "vitest";
import type { Digit } from "./find-digits.ts";
import { findRows } from "./find-rows.ts";

interface Layout {
  readonly number: string;
  readonly pitch: number;
  readonly gap: number;
  readonly turnDegrees: number;
  readonly groups?: readonly number[];
}

const sixteen = "6280239832816831";

/** Digits as they stand on a card that is held askew, the first one at the left of the middle line. */
function layOut({ number, pitch, gap, turnDegrees, groups = [4, 4, 4, 4] }: Layout): Digit[] {
  const turn = (turnDegrees * Math.PI) / 180;
  const ends = groups.map((_, index) => groups.slice(0, index + 1).reduce((a, b) => a + b, 0));
  let along = 0;
  return Array.from(number).map((digit, place) => {
    if (place > 0) along += ends.includes(place) ? gap : pitch;
    return at(12 + along * Math.cos(turn), 40 + along * Math.sin(turn), digit);
  });
}

const at = (x: number, y: number, digit: string, odds = 6): Digit => ({
  x,
  y,
  odds,
  logs: Array.from({ length: 10 }, (_, one) => (one === Number(digit) ? -0.01 : -7)),
});

const textOf = (digits: readonly Digit[] | undefined): string | undefined =>
  digits?.map(({ logs }) => logs.indexOf(Math.max(...logs))).join("");

test("S10 a number is found at any tilt up to 17 degrees, in any usual spacing, among stray digits", () => {
  const layout = fc.record({
    number: fc.constant(sixteen),
    pitch: fc.double({ min: 4, max: 6.3, noNaN: true }),
    ratio: fc.double({ min: 1.45, max: 2.4, noNaN: true }),
    turnDegrees: fc.double({ min: -17, max: 17, noNaN: true }),
  });
  const strays = fc.array(
    fc.record({
      x: fc.double({ min: 0, max: 159, noNaN: true }),
      y: fc.oneof(
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.double({ min: 75, max: 79, noNaN: true }),
      ),
    }),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(layout, strays, ({ ratio, ...given }, others) => {
      const digits = layOut({ ...given, gap: given.pitch * ratio });
      // Where the row itself reaches to the strays' edge of the picture there is no telling.
      fc.pre(digits.every(({ y }) => y > 8 && y < 71));
      const all = [...others.map(({ x, y }) => at(x, y, "5", 1)), ...digits];
      expect(textOf(findRows(all)[0]?.digits)).toBe(sixteen);
    }),
    { numRuns: 300 },
  );
});

test("S10 unevenly set digits, a doubled peak and a faint digit change nothing", () => {
  const digits = layOut({ number: sixteen, pitch: 5, gap: 9, turnDegrees: 3 });
  const uneven = digits.map((digit, place) => ({
    ...digit,
    x: digit.x + (place % 3) * 0.4,
    odds: place === 7 ? -1.5 : 4,
  }));
  const doubled = { ...(uneven[3] as Digit), y: (uneven[3] as Digit).y + 2, odds: -1 };
  expect(textOf(findRows([...uneven, doubled])[0]?.digits)).toBe(sixteen);
});

test("S10 longer and shorter numbers are no card number", () => {
  const spacing = { pitch: 4, gap: 6.5, turnDegrees: 0 };
  const sheba = layOut({
    ...spacing,
    number: "061234567890123456789012",
    groups: [2, 4, 4, 4, 4, 4, 2],
  });
  expect(findRows(sheba)).toEqual([]);
  const twenty = layOut({ ...spacing, number: "12345678901234567890", groups: [4, 4, 4, 4, 4] });
  expect(findRows(twenty)).toEqual([]);
  expect(findRows(layOut({ ...spacing, number: "021886612345" }))).toEqual([]);
});
