/**
 * The journal's text: one line per entry, each with a MAC over the line before it, so that a line changed, removed or
 * put in between breaks the chain of its file. The last line of a file that was being written when the machine stopped
 * may be half there; nobody was told that it stood.
 */
import { z } from "zod";
import { lifecycleChangeSchema, type NotedChange } from "./lifecycle-change.ts";

/** HMAC of the fields, hexadecimal; the key is not the journal's to know. */
export type JournalMac = (...fields: readonly string[]) => string;

const generation = z.string().regex(/^\d{5}-[0-9a-f]{8}$/);

const entrySchema = z.discriminatedUnion("entry", [
  z.object({ entry: z.literal("begin"), format: z.literal(1), process: z.string(), generation }),
  z.object({
    entry: z.literal("change"),
    generation,
    n: z.number().int().positive(),
    at: z.string(),
    entity: z.string(),
    change: lifecycleChangeSchema,
  }),
  z.object({
    entry: z.literal("recovery"),
    generation,
    at: z.string(),
    floorSecond: z.number().int(),
    causes: z.array(z.string()).readonly(),
  }),
]);
export type JournalEntry = z.infer<typeof entrySchema>;

const MAC_LENGTH = 32;

/** The line with its newline, and the MAC that the next line continues. */
export const writeLine = (
  mac: JournalMac,
  before: string,
  entry: JournalEntry,
): { readonly line: string; readonly mac: string } => {
  const body = JSON.stringify(entry);
  const tag = mac(before, body).slice(0, MAC_LENGTH);
  return { line: `${tag} ${body}\n`, mac: tag };
};

export interface ReadFile {
  readonly entries: readonly JournalEntry[];
  /** `foreign`: not even its first line is ours; `damaged`: the chain breaks at `line`; the lines before it hold. */
  readonly standing: "whole" | "half-written" | "damaged" | "foreign";
  /** Counted from 1. */
  readonly line: number | null;
}

/** What of a journal file is beyond doubt. */
export const readLines = (mac: JournalMac, name: string, text: string): ReadFile => {
  const lines = text.split("\n");
  // A whole line ends with a newline, so what follows the last one is a beginning without an end.
  const unfinished = lines.pop() ?? "";
  const entries: JournalEntry[] = [];
  let before = name;
  for (const [index, line] of lines.entries()) {
    const entry = readLine(mac, before, line);
    if (entry === undefined) {
      return { entries, standing: index === 0 ? "foreign" : "damaged", line: index + 1 };
    }
    entries.push(entry);
    before = line.slice(0, MAC_LENGTH);
  }
  return unfinished === ""
    ? { entries, standing: "whole", line: null }
    : { entries, standing: "half-written", line: lines.length + 1 };
};

const readLine = (mac: JournalMac, before: string, line: string): JournalEntry | undefined => {
  const body = line.slice(MAC_LENGTH + 1);
  // Nothing is learnt from the time this takes: whoever writes here has the file.
  if (mac(before, body).slice(0, MAC_LENGTH) !== line.slice(0, MAC_LENGTH)) return undefined;
  const parsed = entrySchema.safeParse(parseJson(body));
  return parsed.success ? parsed.data : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const changesIn = (entries: readonly JournalEntry[]): readonly NotedChange[] =>
  entries.filter((entry) => entry.entry === "change");
