import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines, writeLine, type JournalEntry, type JournalMac } from "./journal-text.ts";

const macWith =
  (key: string): JournalMac =>
  (...fields) =>
    createHmac("sha256", key).update(JSON.stringify(fields)).digest("hex");
const mac = macWith("ours");
const name = "2026-11-25-9f3a2b1c-1.journal";
const generation = "00000-9f3a2b1c";

const change = (n: number): JournalEntry => ({
  entry: "change",
  generation,
  n,
  at: "2026-11-25T00:00:00.000Z",
  entity: `token:${n}`,
  change: { kind: "token", serial: String(n), customer: "C1", state: "active" },
});

const linesOf = (count: number): readonly string[] => {
  let before = name;
  const begin: JournalEntry = { entry: "begin", format: 1, process: "9f3a2b1c", generation };
  return [begin, ...Array.from({ length: count }, (_, index) => change(index + 1))].map((entry) => {
    const { line, mac: tag } = writeLine(mac, before, entry);
    before = tag;
    return line;
  });
};

const read = (lines: readonly string[]) => readLines(mac, name, lines.join(""));

test("what was written is read, whole", () => {
  expect(read(linesOf(3))).toMatchObject({ standing: "whole", line: null });
  expect(read(linesOf(3)).entries).toHaveLength(4);
});

test("a file cut anywhere keeps its whole lines; a cut line is known as one, and never as damage", () => {
  const text = linesOf(3).join("");
  fc.assert(
    fc.property(fc.integer({ min: 1, max: text.length - 1 }), (length) => {
      const cut = text.slice(0, length);
      const { standing, entries } = readLines(mac, name, cut);
      expect(standing).toBe(cut.endsWith("\n") ? "whole" : "half-written");
      expect(entries).toHaveLength(cut.split("\n").length - 1);
    }),
  );
});

test("a line that was changed, removed, doubled or moved breaks the chain at its place", () => {
  const [begin = "", one = "", two = "", three = ""] = linesOf(3);
  expect(read([begin, one.replace('"active"', '"ended"'), two])).toMatchObject({ line: 2 });
  expect(read([begin, two, three])).toMatchObject({ standing: "damaged", line: 2 });
  expect(read([begin, one, one, two])).toMatchObject({ standing: "damaged", line: 3 });
  expect(read([begin, two, one, three])).toMatchObject({ standing: "damaged", line: 2 });
  expect(read([begin, one, "nonsense\n", two]).entries).toHaveLength(2);
});

test("a file under another name, or of another bank, is foreign from its first line", () => {
  const text = linesOf(1).join("");
  expect(readLines(mac, `x${name}`, text)).toMatchObject({ standing: "foreign", entries: [] });
  expect(readLines(macWith("theirs"), name, text)).toMatchObject({ standing: "foreign" });
});
