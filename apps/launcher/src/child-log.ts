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

/** What the program said of its trouble since `offset`, or else its last line; undefined: nothing. */
export function lastTrouble(path: string, offset: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path).subarray(offset).toString("utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const said = lines.map(parseLine);
  const trouble =
    said.findLast(({ kind }) => kind === "sentence") ??
    said.findLast(({ kind }) => kind === "error") ??
    said.at(-1);
  return trouble?.message.slice(0, 400).replace(/[\s.]+$/, "");
}

interface LogLine {
  readonly message: string;
  readonly kind: "sentence" | "error" | "other";
}

function parseLine(line: string): LogLine {
  const parsed = parseJson(line);
  if (parsed === undefined) return parsePlain(line.trim());
  const message = "msg" in parsed && typeof parsed.msg === "string" ? parsed.msg : line;
  const level = "level" in parsed ? Number(parsed.level) : 0;
  return { message, kind: level >= errorLevel ? "error" : "other" };
}

// Not a log line: a sentence for the operator, or what Node prints of an exception that nobody caught.
function parsePlain(line: string): LogLine {
  if (/^\w*Error\b.*: /.test(line)) return { message: line, kind: "error" };
  return { message: line, kind: /^\p{L}.* .*\.$/u.test(line) ? "sentence" : "other" };
}

function parseJson(line: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
