// A program is ready when it says so over HTTP, as any watcher in front of it would ask.

import { setTimeout as pause } from "node:timers/promises";
import type { Program } from "./child-program.ts";
import { LauncherError } from "./launcher-error.ts";

const everyMilliseconds = 50;
const answerMilliseconds = 5000;

export interface Readiness {
  readonly url: string;
  readonly timeoutSeconds: number;
  readonly logPath: string;
}

/** Resolves at the first 200; throws when the program ends, the time is over or `signal` aborts. */
export async function waitUntilReady(
  program: Program,
  { url, timeoutSeconds, logPath }: Readiness,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (!(await answers(url))) {
    if (signal.aborted) throw new LauncherError("stopped", "Stopped during the start.");
    if (program.hasEnded()) throw program.explainEnd();
    if (performance.now() > deadline) throw notReady(program.name, timeoutSeconds, logPath);
    await pause(everyMilliseconds);
  }
  // Somebody answered; only a living child of ours counts.
  if (program.hasEnded()) throw program.explainEnd();
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerMilliseconds) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}

function notReady(name: string, seconds: number, logPath: string): LauncherError {
  return new LauncherError(
    "not_ready",
    `The ${name} was not ready after ${seconds} seconds and was stopped: look into ${logPath} and start again.`,
  );
}
