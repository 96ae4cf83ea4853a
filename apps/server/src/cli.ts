/** `ramznama`: the operator's command line. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError, parseDatabaseConfig } from "./config.ts";
import { KeyFileError } from "./keys/index.ts";
import { createLogger } from "./platform/logger.ts";
import { RamznamaError } from "./platform/ramznama-error.ts";
import { JournalError } from "./recovery/index.ts";
import { recover } from "./recover.ts";
import { setUp } from "./set-up.ts";

const usage = `Usage:
  ramznama setup --data FOLDER [--release-key FILE]
      makes what is missing: key file (KEY_FILE), data keys, server keys and their signed list
      in the database (DATABASE_URL); FOLDER gets release-key.public.json for the phones
  ramznama recover [--force] [--leave] [--json]
      compares the database with the journal (JOURNAL_FOLDER) as every server does at its start; if the database went
      back in time, sets the acceptance floor, does forgotten revocations, blocks and the like again, and lists what
      is missing. --force: do so whatever is seen; --leave: do nothing again, the earlier state is wanted
  ramznama recover --report [--json]
      only lists, and changes nothing
  ramznama recover --done
      everything listed has been dealt with
      recover exits with 0: nothing is open; 3: something is; 1: it could not be done`;

const recoverOptions = {
  force: { type: "boolean" },
  leave: { type: "boolean" },
  report: { type: "boolean" },
  done: { type: "boolean" },
  json: { type: "boolean" },
} as const;

const run = async (args: readonly string[]): Promise<void> => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      "release-key": { type: "string" },
      ...recoverOptions,
    },
  });
  if (positionals.join(" ") === "recover") {
    const { exitCode, text } = await recover(parseDatabaseConfig(process.env), values);
    process.stdout.write(text);
    process.exitCode = exitCode;
    return;
  }
  if (positionals.join(" ") !== "setup" || values.data === undefined) throw new ConfigError(usage);
  const config = parseDatabaseConfig(process.env);
  await setUp({
    config,
    logger: createLogger(config.LOG_LEVEL),
    releaseKeyFile: values["release-key"] ?? join(values.data, "release-key.json"),
    releasePublicKeyFile: join(values.data, "release-key.public.json"),
  });
};

/** One sentence for the operator; what is unexpected also shows where it happened. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof RamznamaError) return error.details.detail ?? `${error.message}.`;
  if (
    error instanceof ConfigError ||
    error instanceof KeyFileError ||
    error instanceof JournalError
  ) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
