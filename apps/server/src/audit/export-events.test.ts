import { expect, test } from "vitest";
import { exportFormats } from "./export-events.ts";
import type { DescribedEvent } from "./find-events.ts";

const event: DescribedEvent = {
  id: "7",
  at: "2026-11-22T10:00:00.000Z",
  type: "code.refused",
  actorKind: "channel",
  actor: "shop",
  branch: null,
  customerId: "C1001",
  serial: "123456789015",
  details: { origin: 'a "quoted", one', cause: "no_match" },
  reference: "abc",
};

const { csv, jsonl } = exportFormats;

test("RFC 4180: a header, commas and quotes inside quotes, lines that end with CR LF", () => {
  expect(csv.head).toBe(
    "id,at,type,actorKind,actor,branch,customerId,serial,details,reference\r\n",
  );
  expect(csv.line(event)).toBe(
    "7,2026-11-22T10:00:00.000Z,code.refused,channel,shop,,C1001,123456789015," +
      '"{""origin"":""a \\""quoted\\"", one"",""cause"":""no_match""}",abc\r\n',
  );
});

test.each(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "a cell that a spreadsheet would compute (%j) is text",
  (actor) => {
    const cells = csv.line({ ...event, actor }).split(",");
    expect(cells[4]?.replace(/^"/, "")).toMatch(/^'/);
  },
);

test("JSON lines hold the events as the list shows them", () => {
  const line = jsonl.line(event);
  expect(line.endsWith("}\n")).toBe(true);
  expect(JSON.parse(line)).toEqual(event);
});
