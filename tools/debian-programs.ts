/**
 * Programs that judge ours (oathtool and later others) come from Debian packages. Whoever needs one
 * calls `ensureDebianPrograms` and then has it, or gets one sentence that says what to do; a check
 * whose judge is missing fails and is never skipped, on a developer's machine as in CI.
 */

import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Each program we call, with the package that brings it. */
const packageOfProgram = {
  oathtool: "oathtool",
  chromium: "chromium",
  pdftotext: "poppler-utils",
  pdfinfo: "poppler-utils",
} as const;

export type DebianProgram = keyof typeof packageOfProgram;

/** What is asked of the machine; the tests put another in its place. */
export interface Machine {
  readonly isRoot: boolean;
  readonly hasProgram: (name: string) => boolean;
  readonly run: (command: string, commandArguments: readonly string[]) => RunOutcome;
}

export interface RunOutcome {
  readonly ok: boolean;
  readonly output: string;
}

export class MissingProgramError extends Error {
  readonly code = "missing_program";
}

/** Installs what is missing when that is possible; throws `MissingProgramError` when it is not. */
export function ensureDebianPrograms(
  programs: readonly DebianProgram[],
  machine: Machine = thisMachine,
): void {
  const missing = programs.filter((program) => !machine.hasProgram(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => packageOfProgram[program]);
  assertInstallable(missing, packages, machine);
  const { output } = installPackages(packages, machine);
  const stillMissing = missing.filter((program) => !machine.hasProgram(program));
  if (stillMissing.length > 0) {
    throw new MissingProgramError(
      `apt-get did not bring ${stillMissing.join(", ")}: ${output.trim().slice(-400)}`,
    );
  }
}

function assertInstallable(
  missing: readonly string[],
  packages: readonly string[],
  machine: Machine,
): void {
  const names = missing.join(", ");
  if (!machine.hasProgram("apt-get")) {
    throw new MissingProgramError(`The tests need ${names}; please install it and run them again.`);
  }
  if (!machine.isRoot) {
    throw new MissingProgramError(
      `The tests need ${names}; please run "sudo apt-get install ${packages.join(" ")}" and run them again.`,
    );
  }
}

function installPackages(packages: readonly string[], machine: Machine): RunOutcome {
  // A failed update is no reason to stop: the package may be in the lists of an earlier one.
  machine.run("apt-get", ["-qq", "update"]);
  const options = ["-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
  return machine.run("apt-get", [...options, "install", ...packages]);
}

const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  hasProgram: (name) =>
    (process.env["PATH"] ?? "").split(delimiter).some((folder) => isExecutable(join(folder, name))),
  run: (command, commandArguments) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const done = spawnSync(command, commandArguments, { env, encoding: "utf8" });
    return { ok: done.status === 0, output: `${done.stdout}${done.stderr}` };
  },
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not for us: both mean that this folder does not have it
  }
}
