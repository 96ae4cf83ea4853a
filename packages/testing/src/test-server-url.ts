// Where the test run's PostgreSQL listens; set by database-for-tests.ts.

export const testServerVariable = "RAMZNAMA_TEST_SERVER_URL";

export function testServerUrl(): string {
  const url = process.env[testServerVariable] ?? process.env["TEST_DATABASE_URL"];
  if (url !== undefined) return url;
  throw new Error(
    "No database for tests: run under vitest with its globalSetup, or set TEST_DATABASE_URL.",
  );
}

/** The beginning of the names of all databases of this run: they are found and dropped by it. */
export const testRunVariable = "RAMZNAMA_TEST_RUN";

export function testDatabasePrefix(): string {
  return `test_${process.env[testRunVariable] ?? "alone"}_`;
}
