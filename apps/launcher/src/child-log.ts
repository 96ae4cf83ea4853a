// The log of a child: JSON lines in a file for its owner; the last trouble in it as one sentence part.

import { existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";

const bytesMax = 10_000_000;
// pino's number for errors.
const errorLevel = 50;

/** Opens for appending; a big one makes room first, keeping one predecessor. */
export function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > bytesMax) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

export function sizeOfLog(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** The last error since `offset`, or else the last line; undefined when nothing was said. */
export function lastTrouble(path: string, offset: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path).subarray(offset).toString("utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const messages = lines.map(parseLine);
  const trouble = messages.findLast((line) => line.trouble) ?? messages.at(-1);
  return trouble?.message.slice(0, 400).replace(/[\s.]+$/, "");
}

interface LogLine {
  readonly message: string;
  readonly trouble: boolean;
}

function parseLine(line: string): LogLine {
  const parsed = parseJson(line);
  // Not a log line of ours: what Node prints of an exception that nobody caught.
  if (parsed === undefined) return { message: line.trim(), trouble: /^\S*Error\b.*: /.test(line) };
  const message = "msg" in parsed && typeof parsed.msg === "string" ? parsed.msg : line;
  const level = "level" in parsed ? Number(parsed.level) : 0;
  return { message, trouble: level >= errorLevel };
}

function parseJson(line: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
