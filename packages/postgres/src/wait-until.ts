// Waiting for another process: it can only be watched from outside, so it is asked again and again.

import { setTimeout as pause } from "node:timers/promises";

/** Asks every `everyMilliseconds` until `check` holds; false when the time is over. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  timeoutSeconds: number,
  everyMilliseconds = 20,
): Promise<boolean> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (!(await check())) {
    if (performance.now() >= deadline) return false;
    await pause(everyMilliseconds);
  }
  return true;
}
