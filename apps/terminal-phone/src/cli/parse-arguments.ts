/** The command line, parsed once. What was typed into a field stays text: the phone library reads it. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { languages, type Language } from "@ramznama/persian";

export const commands = ["register", "activate", "code", "list", "delete"] as const;
export type Command = (typeof commands)[number];

export interface Arguments {
  readonly command: Command;
  readonly language: Language;
  readonly phoneFolder: string;
  readonly server: string;
  readonly releaseKeyFile: string;
  readonly nationalId: string | undefined;
  readonly mobile: string | undefined;
  readonly code: string | undefined;
  readonly card: string | undefined;
  readonly serial: string | undefined;
  readonly accountGateway: boolean;
  readonly number: string | undefined;
  readonly all: boolean;
  readonly everything: boolean;
  readonly yes: boolean;
  readonly offline: boolean;
  readonly plain: boolean;
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: Arguments }
  | { readonly ok: false; readonly reason: "help"; readonly language: Language }
  | {
      readonly ok: false;
      readonly reason: "usage";
      readonly language: Language;
      readonly word: string;
    };

const options = {
  phone: { type: "string" },
  server: { type: "string" },
  "release-key": { type: "string" },
  lang: { type: "string" },
  "national-id": { type: "string" },
  mobile: { type: "string" },
  code: { type: "string" },
  card: { type: "string" },
  serial: { type: "string" },
  "account-gateway": { type: "boolean", default: false },
  number: { type: "string" },
  all: { type: "boolean", default: false },
  everything: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  offline: { type: "boolean", default: false },
  plain: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const root = resolve(import.meta.dirname, "../../../..");

export function parseArguments(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ParsedArguments {
  const fallback = languageOf(undefined, environment);
  const parsed = tryParse(args);
  if (!parsed.ok) return { ok: false, reason: "usage", language: fallback, word: parsed.word };
  const { values, positionals } = parsed;
  const language = languageOf(values.lang, environment);
  if (values.help || positionals.length === 0) return { ok: false, reason: "help", language };
  const [word = "", extra] = positionals;
  const command = commands.find((known) => known === word);
  if (command === undefined || extra !== undefined) {
    return { ok: false, reason: "usage", language, word: extra ?? word };
  }
  const data = dataFolder(environment);
  const { card, serial, code, mobile, number } = values;
  return {
    ok: true,
    value: {
      command,
      language,
      phoneFolder: fromCaller(environment, values.phone) ?? join(data, "phone"),
      server: (values.server ?? defaultServer(environment)).replace(/\/+$/, ""),
      releaseKeyFile:
        fromCaller(environment, values["release-key"]) ?? join(data, "release-key.public.json"),
      nationalId: values["national-id"],
      accountGateway: values["account-gateway"],
      ...{ card, serial, code, mobile, number },
      all: values.all,
      everything: values.everything,
      yes: values.yes,
      offline: values.offline,
      plain: values.plain,
    },
  };
}

function tryParse(args: readonly string[]) {
  try {
    return {
      ok: true,
      ...parseArgs({ args: [...args], options, allowPositionals: true }),
    } as const;
  } catch (error) {
    // Node names the option in quotes; its value may be a code and is not repeated.
    const word = error instanceof Error ? (/'(-{1,2}[a-z-]+)/.exec(error.message)?.[1] ?? "") : "";
    return { ok: false, word } as const;
  }
}

function languageOf(wanted: string | undefined, environment: NodeJS.ProcessEnv): Language {
  const chosen = languages.find((language) => language === wanted);
  if (chosen !== undefined) return chosen;
  return environment["LANG"]?.startsWith("en") === true ? "en" : "fa";
}

function dataFolder(environment: NodeJS.ProcessEnv): string {
  const chosen = environment["RAMZNAMA_DATA"];
  return fromCaller(environment, chosen === "" ? undefined : chosen) ?? join(root, ".data");
}

/** npm runs scripts in the workspace's root; people mean the folder they stand in. */
function fromCaller(environment: NodeJS.ProcessEnv, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(environment["INIT_CWD"] ?? ".", path);
}

function defaultServer(environment: NodeJS.ProcessEnv): string {
  const base = Number(environment["PORT_BASE"] ?? "7700");
  return `http://localhost:${Number.isInteger(base) && base > 0 ? base + 1 : 7701}`;
}
