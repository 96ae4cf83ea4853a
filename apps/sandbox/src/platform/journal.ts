/**
 * An append-only file of JSON lines: what the sandbox must still know after a restart.
 * A line counts once its newline is written; a last line without one was never acknowledged
 * (the process died while writing it) and is cut off.
 */
import { appendFileSync, chmodSync } from "node:fs";
import type { z } from "zod";
import { loadPrivateFile, savePrivateFile } from "./private-file.ts";
import { SandboxError } from "./sandbox-error.ts";

export interface Journal<Entry> {
  /** What was in the file when it was opened, oldest first. */
  readonly entries: readonly Entry[];
  /** Returns after the line is on the disk. */
  append(entry: Entry): void;
}

export function openJournal<Entry>(path: string, schema: z.ZodType<Entry>): Journal<Entry> {
  const text = loadPrivateFile(path) ?? "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text || text === "") savePrivateFile(path, whole);
  chmodSync(path, 0o600);
  const lines = whole.split("\n").slice(0, -1);
  return {
    entries: lines.map((line, index) => parseLine(line, schema, `${path}, line ${index + 1}`)),
    append(entry) {
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true });
    },
  };
}

function parseLine<Entry>(line: string, schema: z.ZodType<Entry>, place: string): Entry {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new SandboxError(
      "data_damaged",
      `${place} is damaged: restore the file or start anew with an empty data folder.`,
      cause,
    );
  }
}
