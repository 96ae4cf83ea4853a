import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "tests/src/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    globalSetup: ["packages/testing/src/database-for-tests.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second, the default, is short for a browser on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
