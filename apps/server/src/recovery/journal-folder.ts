/**
 * The folder of the journal: `2026-11-25-9f3a2b1c-1.journal`, one file per process, day and beginning, and
 * `9f3a2b1c.mark`, what a process last saw of the database. Several processes share a folder; each writes its own
 * files, and all are read.
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { dayMilliseconds } from "../platform/forget.ts";
import { positionSchema } from "./database-position.ts";
import type { JournalState, Mark } from "./decide-recovery.ts";
import { changesIn, readLines, type JournalEntry, type JournalMac } from "./journal-text.ts";
import type { NotedChange } from "./lifecycle-change.ts";
import type { PatientDisk } from "./patient-disk.ts";
import { journalDays } from "./tables.ts";

/** An operator's mistake that nobody but the operator can mend. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

export interface JournalContent extends JournalState {
  readonly changes: readonly NotedChange[];
  /** Set aside once they have been told about. */
  readonly damaged: readonly { readonly name: string; readonly line: number | null }[];
}

const markSchema = z.object({
  process: z.string(),
  number: z.number().int(),
  generation: z.string(),
  position: positionSchema,
  second: z.number().int(),
});
const markFileSchema = markSchema.extend({ mac: z.string() });

const nothing = (standing: JournalState["standing"]): JournalContent => ({
  standing,
  marks: [],
  newestGeneration: null,
  floorSecond: null,
  damagedFiles: 0,
  changes: [],
  damaged: [],
});

/**
 * @param now milliseconds since the Unix epoch: changes older than the journal's days are left out
 * @throws JournalError when nothing in the folder is this bank's
 */
export const readJournal = async (
  disk: PatientDisk,
  folder: string,
  mac: JournalMac,
  now: number,
): Promise<JournalContent> => {
  try {
    const { files, marks } = await disk.read(() => readFolder(folder, mac));
    if (files.length === 0 && marks.length === 0) return nothing("empty");
    return contentOf(folder, files, marks, now);
  } catch (error) {
    if (error instanceof JournalError) throw error;
    return nothing("unreadable");
  }
};

const readFolder = async (folder: string, mac: JournalMac) => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  return {
    files: await readFiles(folder, mac, names),
    marks: await readMarks(folder, mac, names),
  };
};

const readFiles = (folder: string, mac: JournalMac, names: readonly string[]) =>
  readEach(folder, names, ".journal", (name, text) => ({ name, ...readLines(mac, name, text) }));

interface NamedMark {
  readonly name: string;
  /** Undefined: it is not ours, or it was changed. */
  readonly mark: Mark | undefined;
}

const readMarks = (folder: string, mac: JournalMac, names: readonly string[]) =>
  readEach(folder, names, ".mark", (name, text): NamedMark => ({
    name,
    mark: parseMark(mac, name, text),
  }));

/** One after the other: a disk that hangs then keeps one thread and no more. */
const readEach = async <T>(
  folder: string,
  names: readonly string[],
  ending: string,
  parse: (name: string, text: string) => T,
): Promise<readonly T[]> => {
  const read: T[] = [];
  for (const name of names.filter((one) => one.endsWith(ending))) {
    read.push(parse(name, await readFile(join(folder, name), "utf8")));
  }
  return read;
};

const markMac = (mac: JournalMac, name: string, mark: Mark): string =>
  mac("mark", name, JSON.stringify(markSchema.parse(mark)));

const parseMark = (mac: JournalMac, name: string, text: string): Mark | undefined => {
  try {
    const { mac: tag, ...mark } = markFileSchema.parse(JSON.parse(text));
    return markMac(mac, name, mark) === tag ? mark : undefined;
  } catch {
    return undefined;
  }
};

type NamedFile = Awaited<ReturnType<typeof readFiles>>[number];

const contentOf = (
  folder: string,
  files: readonly NamedFile[],
  marks: readonly NamedMark[],
  now: number,
): JournalContent => {
  // The first line of a file is fsynced before anything follows, but not before its name stands.
  const begun = files.filter((file) => file.entries.length > 0 || file.standing !== "half-written");
  const strangers =
    begun.filter((file) => file.standing === "foreign").length +
    marks.filter(({ mark }) => mark === undefined).length;
  if (strangers > 0 && strangers === begun.length + marks.length) throw foreign(folder);
  const entries = begun.flatMap((file) => file.entries);
  const good = marks.flatMap(({ mark }) => mark ?? []);
  const damaged = [
    ...begun.filter(({ standing }) => standing === "damaged" || standing === "foreign"),
    ...marks.filter(({ mark }) => mark === undefined).map(({ name }) => ({ name, line: null })),
  ].map(({ name, line }) => ({ name, line }));
  return {
    standing: "kept",
    marks: good,
    newestGeneration: latest([...entries, ...good].map(({ generation }) => generation)),
    floorSecond: floorOf(entries),
    damagedFiles: damaged.length,
    damaged,
    changes: changesIn(entries).filter(
      ({ at }) => Date.parse(at) > now - journalDays * dayMilliseconds,
    ),
  };
};

const foreign = (folder: string): JournalError =>
  new JournalError(
    `The journal in ${folder} was written by another bank or with another key file: set JOURNAL_FOLDER to this bank's journal, or to an empty folder if that is lost (docs/operations/backup.md).`,
  );

const latest = (generations: readonly string[]): string | null =>
  generations.reduce<string | null>(
    (newest, one) => (newest === null || one > newest ? one : newest),
    null,
  );

const floorOf = (entries: readonly JournalEntry[]): number | null => {
  const floors = entries.flatMap((entry) => (entry.entry === "recovery" ? entry.floorSecond : []));
  return floors.length === 0 ? null : Math.max(...floors);
};

/** What was told about is kept for whoever looks into it, and not read again. */
export const setAside = async (folder: string, names: readonly string[]): Promise<void> => {
  for (const name of names) await rename(join(folder, name), join(folder, `${name}.damaged`));
};

/** Replaces the mark of a process, whole or not at all. */
export const writeMark = async (folder: string, mac: JournalMac, mark: Mark): Promise<void> => {
  const name = `${mark.process}.mark`;
  const half = join(folder, `${name}.new`);
  const file = await open(half, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ ...mark, mac: markMac(mac, name, mark) })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(half, join(folder, name));
};

/** Files that are past the journal's days, and marks that a later one of this process has made idle. */
export const forgetJournal = async (
  folder: string,
  mac: JournalMac,
  now: number,
): Promise<number> => {
  const names = await readdir(folder);
  const oldest = new Date(now - (journalDays + 1) * dayMilliseconds).toISOString().slice(0, 10);
  const idle = (await readMarks(folder, mac, names)).filter(
    ({ mark }) => mark !== undefined && mark.second * 1000 < now - dayMilliseconds,
  );
  const old = names.filter((name) => name.endsWith(".journal") && name.slice(0, 10) < oldest);
  const past = [...old, ...idle.map(({ name }) => name)];
  for (const name of past) await rm(join(folder, name), { force: true });
  return past.length;
};
