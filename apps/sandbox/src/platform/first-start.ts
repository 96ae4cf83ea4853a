/**
 * When this sandbox first started. People whose mobile number changed "24 hours ago" changed it
 * 24 hours before that moment, so that a restart does not move their 72 hours.
 */
import { join } from "node:path";
import { z } from "zod";
import { type Clock, toTimestamp } from "./clock.ts";
import { loadPrivateFile, savePrivateFile } from "./private-file.ts";
import { SandboxError } from "./sandbox-error.ts";

const FirstStart = z.strictObject({ firstStartedAt: z.iso.datetime() });

/** Milliseconds since 1970; the same at every start on one data folder. */
export function loadFirstStart(folder: string, clock: Clock): number {
  const path = join(folder, "first-start.json");
  const text = loadPrivateFile(path);
  if (text === undefined) {
    const now = clock.now();
    savePrivateFile(path, `${JSON.stringify({ firstStartedAt: toTimestamp(now) })}\n`);
    return now;
  }
  try {
    return Date.parse(FirstStart.parse(JSON.parse(text)).firstStartedAt);
  } catch (cause) {
    throw new SandboxError("data_damaged", `${path} is damaged: start anew without it.`, cause);
  }
}
