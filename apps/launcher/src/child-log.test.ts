import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lastTrouble, openLog } from "./child-log.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ramznama-child-log-"));
  path = join(folder, "server.log");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const info = '{"level":30,"msg":"ready"}';
const fatal = '{"level":60,"msg":"The port is taken."}';

describe("what a program said of its trouble", () => {
  test.each([
    ["its last error", [fatal, info], "The port is taken"],
    [
      "a sentence beside its log",
      ["The key file is missing.", '{"level":50,"msg":"x"}'],
      "The key file is missing",
    ],
    [
      "an exception that nobody caught",
      ["file:///a.ts:1", "^", "TypeError: no", "    at x", "Node.js v24"],
      "TypeError: no",
    ],
    ["its last line, when nothing sounds like trouble", [info, "bye"], "bye"],
    ["no warning of Node", ["(node:1) Warning: something.", fatal], "The port is taken"],
  ])("is %s", (_, lines, said) => {
    writeFileSync(path, lines.join("\n"));
    expect(lastTrouble(path, 0)).toBe(said);
  });

  test("is not that of an earlier run", () => {
    writeFileSync(path, `${fatal}\n`);
    expect(lastTrouble(path, statSync(path).size)).toBeUndefined();
  });

  test("is nothing without a log", () => {
    expect(lastTrouble(path, 0)).toBeUndefined();
  });
});

test("a log that has grown big makes room and is kept once", () => {
  writeFileSync(path, "x".repeat(10_000_001));
  closeSync(openLog(path));
  expect([statSync(path).size, readFileSync(`${path}.1`).length]).toEqual([0, 10_000_001]);
});
