/** The operator's command line as a process of its own, with the environment of the bank's servers. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestBank } from "./test-bank.ts";

const cliFile = fileURLToPath(new URL("../../apps/server/src/cli.ts", import.meta.url));

export interface CliRun {
  readonly exitCode: number;
  /** Standard output as it is. */
  readonly output: string;
  readonly complaint: string;
}

export const runCli = async (bank: TestBank, args: readonly string[]): Promise<CliRun> => {
  try {
    const env = { ...bank.environment };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cliFile, ...args], {
      env,
    });
    return { exitCode: 0, output: stdout, complaint: stderr };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stdout" in error)) throw error;
    const complaint = "stderr" in error ? String(error.stderr) : "";
    return { exitCode: Number(error.code), output: String(error.stdout), complaint };
  }
};
