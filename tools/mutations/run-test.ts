/** Runs one test file of a tree and says how it ended, in a way that a broken import is not taken for a caught fault. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseReport } from "../test-report.ts";

export type TestOutcome =
  | { readonly kind: "green"; readonly passed: number }
  | { readonly kind: "red"; readonly title: string }
  /** No test failed, yet the run did: a file that does not load, nothing to run, out of time. */
  | { readonly kind: "no_verdict"; readonly output: string };

const limitMinutes = 10;

export function runTest(
  tree: string,
  file: string,
  environment: Readonly<Record<string, string>> = {},
): TestOutcome {
  const folder = mkdtempSync(join(tmpdir(), "ramznama-report-"));
  const report = join(folder, "report.json");
  try {
    const vitest = join(tree, "node_modules", "vitest", "vitest.mjs");
    const reporting = ["--reporter=json", `--outputFile=${report}`, "--bail=1"];
    const done = spawnSync(process.execPath, [vitest, "run", ...reporting, file], {
      cwd: tree,
      env: { ...process.env, ...pathWithOwnNode(tree), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      timeout: limitMinutes * 60_000,
      killSignal: "SIGTERM",
    });
    const failed = outcomeOf(readReport(report), done.status === 0);
    return failed ?? { kind: "no_verdict", output: `${done.stdout}${done.stderr}`.slice(-2_000) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pathWithOwnNode(tree: string): { PATH: string } {
  return { PATH: [join(tree, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter) };
}

function outcomeOf(report: unknown, ok: boolean): TestOutcome | undefined {
  const files = parseReport(report) ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const failed = tests.find((test) => test.status === "failed");
  if (failed !== undefined) return { kind: "red", title: failed.fullName };
  // Its tests are known, so it was loaded, and yet it failed: before or after them.
  if (files.some((file) => file.status === "failed" && file.assertionResults.length > 0)) {
    return { kind: "red", title: "the set-up of the test" };
  }
  const passed = tests.filter((test) => test.status === "passed").length;
  return ok && passed > 0 ? { kind: "green", passed } : undefined;
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch {
    return undefined; // the run ended before it could report
  }
}
