// What each program is told. The fixed secrets are those of the sandbox bank, which exists to be tried.

import type { DataFolder } from "./data-folder.ts";
import { hostsOf, type LanNames } from "./lan/lan-names.ts";
import type { LanPorts, Ports } from "./ports.ts";

export interface ChildSettings {
  readonly data: DataFolder;
  readonly ports: Ports;
  readonly databaseUrl: string;
  /** Of this database. */
  readonly journalFolder: string;
  /** undefined: this machine alone. */
  readonly lan: LanPlan | undefined;
  /** The launcher's own; what stands in `defaults` below may be set in it. */
  readonly inherited: NodeJS.ProcessEnv;
}

/** How the local network comes in. */
export interface LanPlan {
  readonly names: LanNames;
  readonly ports: LanPorts;
}

export function sandboxEnvironment(settings: ChildSettings): NodeJS.ProcessEnv {
  const { ports, data, inherited, lan } = settings;
  const own = {
    ...(lan === undefined ? {} : admittedNames(lan)),
    PORT: String(ports.sandbox),
    PUBLIC_PORT: String(ports.public),
    INTERNAL_PORT: String(ports.internal),
    DATA_FOLDER: data.sandbox,
  };
  return { ...withoutDatabase(inherited), LOG_LEVEL: inherited["LOG_LEVEL"] ?? "info", ...own };
}

export function serverEnvironment(settings: ChildSettings): NodeJS.ProcessEnv {
  const { ports, data, databaseUrl, inherited, lan } = settings;
  const sandbox = `http://localhost:${ports.sandbox}`;
  const defaults = {
    LOG_LEVEL: "info",
    BANK_NAME: "بانک مسکن",
    CARD_PREFIX: "628023",
    SMS_SENDER: "sandbox",
    SMS_INBOX_URL: `${sandbox}/inbox/api/messages`,
    OIDC_ISSUER: `${sandbox}/oidc`,
    CORE_BANK_URL: `${sandbox}/core/v1`,
    CORE_BANK_CLIENT_ID: "ramznama",
    CORE_BANK_CLIENT_SECRET: "sandbox-ramznama",
    BRANCH_CLIENT_SECRET: "sandbox-branch-console",
    MOBILE_CLIENT_SECRET: "sandbox-mobile-bank",
    JOURNAL_FOLDER: settings.journalFolder,
  };
  const own = {
    ...(lan === undefined ? {} : { TRUSTED_PROXIES: withOurFront(inherited) }),
    DATABASE_URL: databaseUrl,
    KEY_FILE: data.keyFile,
    WEB_FOLDER: data.mobileBank,
    BRANCH_WEB_FOLDER: data.branchConsole,
    PUBLIC_PORT: String(ports.public),
    INTERNAL_PORT: String(ports.internal),
  };
  return { ...defaults, ...inherited, ...own };
}

function admittedNames({ names, ports }: LanPlan): NodeJS.ProcessEnv {
  const hosts = hostsOf(names).map((host) => `${host}:${ports.sandbox}`);
  return { ADMITTED_HOSTS: hosts.join(), ADMITTED_PUBLIC_PORT: String(ports.public) };
}

// Our front comes from the loopback and says who called it; a proxy of the user's own stays believed.
function withOurFront(inherited: NodeJS.ProcessEnv): string {
  const before = inherited["TRUSTED_PROXIES"] ?? "";
  return [...(before === "" ? [] : [before]), "127.0.0.1", "::1"].join();
}

// The sandbox plays the bank around the product and has no business with its database.
function withoutDatabase(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...inherited };
  delete rest["DATABASE_URL"];
  return rest;
}
