import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openJournal } from "./journal.ts";

const folder = mkdtempSync(join(tmpdir(), "ramznama-journal-"));
const path = join(folder, "entries.jsonl");
const Entry = z.strictObject({ text: z.string() });

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the journal", () => {
  it("R3 a file cut anywhere gives back exactly the entries that were written whole", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (texts, cut) => {
          rmSync(path, { force: true });
          const journal = openJournal(path, Entry);
          for (const text of texts) journal.append({ text });
          const whole = readFileSync(path);
          const rest = whole.subarray(0, Math.floor(whole.length * cut));
          writeFileSync(path, rest);
          const left = rest.filter((byte) => byte === 0x0a).length;
          const again = openJournal(path, Entry);
          expect(again.entries).toEqual(texts.slice(0, left).map((text) => ({ text })));
          again.append({ text: "after" });
          expect(openJournal(path, Entry).entries).toHaveLength(left + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("R3 a whole line that is damaged stops the start and is named", () => {
    writeFileSync(path, '{"text":"a"}\n{"text":1}\n{"text":"b"}\n');
    expect(() => openJournal(path, Entry)).toThrow("entries.jsonl, line 2 is damaged");
    expect(readFileSync(path, "utf8")).toContain('"b"');
  });
});
