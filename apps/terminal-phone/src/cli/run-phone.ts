/** The program from arguments to exit code; everything it touches is an argument, so that tests run this very one. */
import type { PublicJwk } from "@ramznama/activation";
import type { DerivationParameters, PhonePlatform } from "@ramznama/phone";
import { loadReleaseKey, nodePlatform } from "../compose-phone.ts";
import { PhoneFolderError } from "../vault/phone-folder-error.ts";
import { openPhoneFolder } from "../vault/phone-folder.ts";
import type { OnStep } from "../vault/private-files.ts";
import { activate } from "./activate-command.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { parseArguments, type Arguments, type Command } from "./parse-arguments.ts";
import { register } from "./register-command.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { filledText, text } from "./texts.ts";
import { code, list, remove } from "./token-commands.ts";

export interface PhoneRun {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly platform?: PhonePlatform;
  readonly derivation?: DerivationParameters;
  readonly lockWaitMilliseconds?: number;
  /** Told of every durable step. */
  readonly onStep?: OnStep;
}

const commands: Readonly<Record<Command, (session: Session) => Promise<ExitCode>>> = {
  register,
  activate,
  code,
  list,
  delete: remove,
};

export async function runPhone(run: PhoneRun): Promise<ExitCode> {
  const { terminal, environment } = run;
  const parsed = parseArguments(run.args, environment);
  if (!parsed.ok) {
    if (parsed.reason === "help") {
      terminal.say(text("help", parsed.language));
      return exitCodes.done;
    }
    terminal.complain(filledText("usage", parsed.language, { word: parsed.word }));
    return exitCodes.input;
  }
  const args = parsed.value;
  const releaseKey = findReleaseKey(args.releaseKeyFile);
  if (releaseKey === undefined) {
    const path = args.releaseKeyFile;
    terminal.complain(filledText("noReleaseKey", args.language, { path }));
    return exitCodes.input;
  }
  return runCommand(run, args, releaseKey);
}

async function runCommand(
  run: PhoneRun,
  args: Arguments,
  releaseKey: PublicJwk,
): Promise<ExitCode> {
  const { terminal, environment, platform = nodePlatform() } = run;
  try {
    const folder = await openPhoneFolder({
      platform,
      path: args.phoneFolder,
      ...optionsOf(run),
    });
    try {
      const entryPassword = environment["RAMZNAMA_ENTRY_PASSWORD"];
      const session = { args, terminal, folder, platform, releaseKey, entryPassword };
      return await commands[args.command](session);
    } finally {
      folder.close();
    }
  } catch (error) {
    if (!(error instanceof PhoneFolderError)) throw error;
    terminal.complain(filledText(error.code, args.language, { path: error.path }));
    return exitCodes.folder;
  }
}

function optionsOf({ derivation, lockWaitMilliseconds, onStep }: PhoneRun) {
  return {
    ...(derivation === undefined ? {} : { derivation }),
    ...(lockWaitMilliseconds === undefined ? {} : { lockWaitMilliseconds }),
    ...(onStep === undefined ? {} : { onStep }),
  };
}

function findReleaseKey(path: string): PublicJwk | undefined {
  try {
    return loadReleaseKey(path);
  } catch {
    return undefined;
  }
}
