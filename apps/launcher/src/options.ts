// What the user may choose: arguments and environment, parsed once at the border.

import { join, resolve } from "node:path";
import { LauncherError } from "./launcher-error.ts";

export interface LaunchOptions {
  /** Where the whole system keeps what it must not lose. */
  readonly dataFolder: string;
  /** +0 sandbox, +1 server public, +2 server internal; with --lan +10, +11, +12. */
  readonly portBase: number;
  readonly fresh: boolean;
  /** Whether the local network may come in. */
  readonly lan: boolean;
  /** A database server of the user's own; without it the built-in one. */
  readonly databaseUrl: string | undefined;
  readonly programs: ProgramPaths;
  readonly environment: NodeJS.ProcessEnv;
}

export interface ProgramPaths {
  readonly sandbox: string;
  readonly server: string;
  readonly serverCli: string;
  readonly mobileBankBuild: string;
  readonly branchConsoleBuild: string;
}

const defaultPortBase = 7700;
const root = resolve(import.meta.dirname, "../../..");

const usage = `npm start              starts the bank, the sandbox around it and their database
npm start -- --fresh   deletes the data of earlier starts first
npm start -- --lan     lets a phone on the same network in, by TLS with a certificate of its own

PORT_BASE=7800         moves the ports (7700, 7701, 7702; with --lan also 7710, 7711, 7712)
RAMZNAMA_DATA=folder   keeps the data there instead of in .data
DATABASE_URL=…         uses a PostgreSQL server (15 to 18) instead of the built-in one
`;

export type Wish = { readonly help: string } | { readonly launch: LaunchOptions };

export function parseOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  programs: ProgramPaths,
): Wish {
  if (args.includes("--help") || args.includes("-h")) return { help: usage };
  const unknown = args.find((argument) => argument !== "--fresh" && argument !== "--lan");
  if (unknown !== undefined)
    throw badOption(`"${unknown}" is no option: try "npm start -- --help".`);
  const fresh = args.includes("--fresh");
  const lan = args.includes("--lan");
  const databaseUrl = given(environment, "DATABASE_URL");
  if (fresh && databaseUrl !== undefined) {
    throw badOption(
      "--fresh deletes only the data folder, not the database in DATABASE_URL: empty that database yourself, delete the data folder and start without --fresh.",
    );
  }
  return {
    launch: {
      dataFolder: resolve(
        environment["INIT_CWD"] ?? ".",
        given(environment, "RAMZNAMA_DATA") ?? join(root, ".data"),
      ),
      portBase: parsePortBase(given(environment, "PORT_BASE"), lan),
      fresh,
      lan,
      databaseUrl,
      programs,
      environment,
    },
  };
}

// A variable that is set to nothing is not set.
function given(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}

function parsePortBase(text: string | undefined, lan: boolean): number {
  if (text === undefined) return defaultPortBase;
  const port = Number(text);
  const [last, count] = lan ? [65_523, "thirteen"] : [65_533, "three"];
  if (/^\d+$/.test(text) && port >= 1 && port <= last) return port;
  throw badOption(
    `PORT_BASE=${text} is no port from which ${count} can be counted (1 to ${last}): write for example PORT_BASE=7800 npm start.`,
  );
}

function badOption(message: string): LauncherError {
  return new LauncherError("bad_option", message);
}
