/** `ramznama`: the operator's command line. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError, parseDatabaseConfig } from "./config.ts";
import { KeyFileError, ServerKeyError } from "./keys/index.ts";
import { operateKeys, type KeysRequest } from "./operate-keys.ts";
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
      recover exits with 0: nothing is open; 3: something is; 1: it could not be done
  ramznama keys list
      the server keys that phones seal to, and how long each is valid
  ramznama keys rotate --release-key FILE
      makes a new server key and a list of keys, signed with the release key; running servers go by it a minute later
  ramznama keys retire NAME --release-key FILE [--at-once]
      takes a server key out of the list. Refused while phones may need it; --at-once: it is stolen, retire it now`;

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
      "at-once": { type: "boolean" },
    },
  });
  if (positionals[0] === "keys") {
    const request = parseKeysRequest(positionals.slice(1), values);
    process.stdout.write(await operateKeys(parseDatabaseConfig(process.env), request));
    return;
  }
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

/** @throws ConfigError with the usage */
const parseKeysRequest = (
  [act, k, ...more]: readonly string[],
  values: { readonly "release-key"?: string; readonly "at-once"?: boolean },
): KeysRequest => {
  const { "release-key": releaseKeyFile, "at-once": atOnce = false } = values;
  if (act === "list" && k === undefined) return { act };
  if (releaseKeyFile === undefined || more.length > 0) throw new ConfigError(usage);
  if (act === "rotate" && k === undefined) return { act, releaseKeyFile };
  if (act === "retire" && k !== undefined) return { act, releaseKeyFile, k, atOnce };
  throw new ConfigError(usage);
};

/** One sentence for the operator; what is unexpected also shows where it happened. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof RamznamaError) return error.details.detail ?? `${error.message}.`;
  if (
    error instanceof ConfigError ||
    error instanceof KeyFileError ||
    error instanceof ServerKeyError ||
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
