// The database's log: one file and its predecessor, each at most a few megabytes.

import { closeSync, copyFileSync, openSync, truncateSync } from "node:fs";
import { sizeOf } from "./explain-failure.ts";

const bytesMax = 5_000_000;
const checkSeconds = 600;

/** PostgreSQL appends to the file itself, so that its last words survive our end. */
export function openLog(path: string): number {
  rotateLog(path);
  return openSync(path, "a", 0o600);
}

/** Looks at the size from time to time; call the result to stop. */
export function watchLogSize(path: string): () => void {
  const timer = setInterval(() => {
    rotateLog(path);
  }, checkSeconds * 1000).unref();
  return () => {
    clearInterval(timer);
  };
}

// Copied and emptied instead of renamed: PostgreSQL keeps the file open, in append mode.
function rotateLog(path: string): void {
  if (sizeOf(path) <= bytesMax) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

export function closeLog(handle: number): void {
  closeSync(handle);
}
