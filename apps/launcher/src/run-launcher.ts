// The whole system on one machine, from its start until it is told to stop.

import { PostgresError } from "@ramznama/postgres";
import { Launch } from "./launch.ts";
import { LauncherError } from "./launcher-error.ts";
import { parseOptions, type LaunchOptions, type ProgramPaths } from "./options.ts";
import { listenForStop } from "./stop-signals.ts";
import { welcome } from "./welcome.ts";

/** Runs to the end of the system and sets the exit code; `programs` are what it is made of. */
export async function runLauncher(programs: ProgramPaths): Promise<void> {
  // A terminal that has gone away is no reason to stop in the middle of stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  // Whatever the programs write is for this user alone.
  process.umask(0o077);
  try {
    const wish = parseOptions(process.argv.slice(2), process.env, programs);
    if ("help" in wish) tell(wish.help);
    else await runUntilStopped(wish.launch);
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
  // Whatever is still open (a health question under way) does not keep the launcher.
  process.exit();
}

async function runUntilStopped(options: LaunchOptions): Promise<void> {
  const launch = new Launch();
  const wished = stopWish(launch);
  try {
    const { data, ports, lanWelcome } = await launch.start(options, tell);
    tell(welcome(data, ports, options.environment));
    if (lanWelcome !== undefined) tell(lanWelcome);
    const trouble = await Promise.race([launch.endedUnexpectedly, wished]);
    if (trouble !== undefined) throw trouble;
  } catch (error) {
    // What fails because it is being stopped is no trouble.
    if (!launch.isStopping) {
      report(error);
      process.exitCode = 1;
    }
  }
  const wasAsked = launch.isStopping;
  await launch.stop();
  if (wasAsked) tell("Stopped. The data is kept.");
}

/** Resolves at the first wish to stop; at the second, all is killed. */
function stopWish(launch: Launch): Promise<undefined> {
  return new Promise((resolve) => {
    listenForStop({
      onStop: () => {
        tell("Stopping …");
        void launch.stop();
        resolve(undefined);
      },
      onImpatience: () => {
        process.exitCode = 130;
        void launch.kill().finally(() => process.exit());
      },
    });
  });
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

// Known troubles are one sentence, and so is what the system says; anything else is a fault of ours and
// shows where.
function report(error: unknown): void {
  const ours = error instanceof LauncherError || error instanceof PostgresError;
  const known = ours || (error instanceof Error && "syscall" in error);
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text ?? ""}\n`);
}
