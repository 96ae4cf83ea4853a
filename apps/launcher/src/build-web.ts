// The web apps. The mobile bank is built for this folder's release key: phones carry it compiled in, so a folder with
// another key needs another build. A build does nothing when what it would build is there already.

import { join } from "node:path";
import { startProgram, type Program } from "./child-program.ts";
import type { DataFolder } from "./data-folder.ts";

export function buildMobileBank(
  file: string,
  environment: NodeJS.ProcessEnv,
  data: DataFolder,
): Promise<Program> {
  const bankName = environment["BANK_NAME"] ?? "";
  const cardPrefix = environment["CARD_PREFIX"] ?? "";
  const args = ["--release-key", data.releasePublicKey, "--out", data.mobileBank];
  return startProgram({
    name: "build of the mobile bank",
    file,
    args: [...args, "--bank-name", bankName, "--card-prefix", cardPrefix],
    environment,
    logPath: join(data.logs, "build.log"),
  });
}

export function buildBranchConsole(
  file: string,
  environment: NodeJS.ProcessEnv,
  data: DataFolder,
): Promise<Program> {
  return startProgram({
    name: "build of the branch console",
    file,
    args: ["--out", data.branchConsole],
    environment,
    logPath: join(data.logs, "build.log"),
  });
}
