/** What vitest's JSON report says, as the one closing line that people and machines read. */

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  /** Titles of tests that were not run. */
  readonly skipped: readonly string[];
}

interface TestResult {
  readonly status: string;
  readonly fullName: string;
}

interface FileResult {
  readonly status: string;
  readonly assertionResults: readonly TestResult[];
}

/** @returns undefined when there is no report, or one of another shape */
export function parseReport(report: unknown): readonly FileResult[] | undefined {
  if (!isRecord(report) || !Array.isArray(report["testResults"])) return undefined;
  const files = report["testResults"].map(parseFile);
  return files.includes(undefined) ? undefined : files.filter((file) => file !== undefined);
}

function parseFile(file: unknown): FileResult | undefined {
  if (!isRecord(file) || typeof file["status"] !== "string") return undefined;
  if (!Array.isArray(file["assertionResults"])) return undefined;
  const results = file["assertionResults"].map(parseTest).filter((test) => test !== undefined);
  if (results.length !== file["assertionResults"].length) return undefined;
  return { status: file["status"], assertionResults: results };
}

function parseTest(test: unknown): TestResult | undefined {
  if (!isRecord(test)) return undefined;
  const { status, fullName } = test;
  if (typeof status !== "string" || typeof fullName !== "string") return undefined;
  return { status, fullName };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A file that could not be loaded has no tests and counts as one failure; so does a missing report. */
export function countTests(files: readonly FileResult[] | undefined): TestCount {
  if (files === undefined) return { passed: 0, failed: 1, skipped: [] };
  const tests = files.flatMap((file) => file.assertionResults);
  const failed = tests.filter((test) => test.status === "failed").length;
  const broken = files.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: failed + broken.length,
    skipped: tests
      .filter((test) => test.status !== "passed" && test.status !== "failed")
      .map((test) => test.fullName),
  };
}

/** `123 passed, 0 failed`, and nothing else on the line. */
export function closingLine(count: Pick<TestCount, "passed" | "failed">): string {
  return `${count.passed} passed, ${count.failed} failed`;
}
