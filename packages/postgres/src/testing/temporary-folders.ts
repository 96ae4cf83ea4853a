// Folders that are gone after the test.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";

/** Call once per test file; the result makes folders that the test's end removes. */
export function useTemporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), "ramznama-postgres-test-"));
    made.push(folder);
    return folder;
  };
}
