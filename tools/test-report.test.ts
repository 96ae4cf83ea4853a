import { describe, expect, test } from "vitest";
import { closingLine, countTests, parseReport } from "./test-report.ts";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one, index) => ({ status: one, fullName: `test ${index}` })),
});

const countOf = (...testResults: unknown[]) => countTests(parseReport({ testResults }));

describe("The closing line of a test run", () => {
  test("counts tests, not files", () => {
    const count = countOf(file("passed", "passed", "passed"), file("failed", "passed", "failed"));
    expect(closingLine(count)).toBe("3 passed, 1 failed");
  });

  test("counts a file that could not be loaded as a failure", () => {
    expect(closingLine(countOf(file("passed", "passed"), file("failed")))).toBe(
      "1 passed, 1 failed",
    );
  });

  test("counts a file whose clean-up failed after green tests as a failure", () => {
    expect(closingLine(countOf(file("failed", "passed", "passed")))).toBe("2 passed, 1 failed");
  });

  test("a run without a readable report has failed", () => {
    for (const report of [undefined, null, {}, { testResults: [{}] }]) {
      expect(closingLine(countTests(parseReport(report)))).toBe("0 passed, 1 failed");
    }
  });

  test("tests that were not run are named and not counted as passed", () => {
    const count = countOf(file("passed", "passed", "skipped", "todo"));
    expect(closingLine(count)).toBe("1 passed, 0 failed");
    expect(count.skipped).toEqual(["test 1", "test 2"]);
  });
});
