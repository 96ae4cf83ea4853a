import { expect, test } from "vitest";
import { roundUp, totalsOf } from "./codes-chart.tsx";

test("The scale of the chart ends at a number whose half is whole, and above the highest bar", () => {
  for (const [most, scale] of [
    ...[
      [1, 2],
      [3, 4],
      [5, 10],
      [11, 20],
      [399, 400],
      [401, 1000],
    ],
  ] as const) {
    expect(roundUp(most)).toBe(scale);
  }
});

test("The totals beside the chart are the sums of its hours", () => {
  const hour = { from: "2026-11-22T10:00:00Z", accepted: 3, refused: 1, throttled: 0 };
  expect(totalsOf([hour, { ...hour, throttled: 5 }])).toEqual({
    ...{ accepted: 6, refused: 2, throttled: 5 },
  });
});
