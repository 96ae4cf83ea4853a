/**
 * `npm test`: the checks, the programs that judge ours, then every test. The first stage that fails ends the run with
 * one sentence. `npm test -- packages/otp` runs only the tests whose path fits and leaves the checks out, since
 * whoever names a test wants its answer soon; `npm run check` has them.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { ensureDebianPrograms } from "./debian-programs.ts";
import { closingLine, countTests, parseReport, type TestCount } from "./test-report.ts";

const root = resolve(import.meta.dirname, "..");
const checks = ["types", "lint", "rules", "dead-code", "format:check"] as const;

interface Stage {
  readonly name: string;
  /** What went wrong, for people; undefined when all is well. */
  readonly run: () => string | undefined;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  // The tools find the Node that came with the project, however this file was started.
  PATH: [join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter),
};

/** The scripts of package.json, so that each check is written down once. */
function runCheck(name: string): string | undefined {
  const npm = process.env["npm_execpath"];
  const [command, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm];
  const done = spawnSync(command, [...first, "run", "--silent", name], {
    cwd: root,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    shell: npm === undefined && process.platform === "win32",
  });
  if (done.status === 0) return undefined;
  say(`${done.stdout}${done.stderr}${done.error?.message ?? ""}`);
  return `The check "${name}" failed; "npm run ${name}" shows it alone.`;
}

function findJudges(): string | undefined {
  try {
    ensureDebianPrograms(["oathtool", "chromium", "pdftotext", "pdfinfo"]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function runVitest(chosen: readonly string[], reportPath: string): number | null {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`];
  const done = spawnSync(process.execPath, [vitest, "run", ...reporters, ...chosen], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return done.status;
}

function runTests(chosen: readonly string[]): TestCount {
  const folder = mkdtempSync(join(tmpdir(), "ramznama-report-"));
  const path = join(folder, "report.json");
  try {
    const status = runVitest(chosen, path);
    const count = countTests(parseReport(readReport(path)));
    // Vitest itself may fail with every test green: nothing matched, or an error outside of any test.
    return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch {
    return undefined; // vitest ended before it wrote one, which counts as one failure
  }
}

function runStages(stages: readonly Stage[]): boolean {
  for (const { name, run } of stages) {
    const startedAt = performance.now();
    const failure = run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`${failure === undefined ? "ok    " : "failed"} ${name} (${seconds} s)`);
    if (failure === undefined) continue;
    say(failure);
    return false;
  }
  return true;
}

const chosen = process.argv.slice(2);
const judges: Stage = { name: "judges of other makers", run: findJudges };
const before: Stage[] = checks.map((name) => ({ name, run: () => runCheck(name) }));

if (runStages(chosen.length === 0 ? [...before, judges] : [judges])) {
  const count = runTests(chosen);
  for (const title of count.skipped) say(`skipped: ${title}`);
  if (count.failed > 0) say("Tests failed; vitest has named them above.");
  say(closingLine(count));
  process.exitCode = count.failed === 0 ? 0 : 1;
} else {
  // A stage that failed is one failure, and no test was asked.
  say(closingLine({ passed: 0, failed: 1 }));
  process.exitCode = 1;
}
