// What each program is told. The fixed secrets are those of the sandbox bank, which exists to be tried.

import type { DataFolder } from "./data-folder.ts";
import type { Ports } from "./ports.ts";

export interface ChildSettings {
  readonly data: DataFolder;
  readonly ports: Ports;
  readonly databaseUrl: string;
  /** The launcher's own; what stands in `defaults` below may be set in it. */
  readonly inherited: NodeJS.ProcessEnv;
}

export function sandboxEnvironment(settings: ChildSettings): NodeJS.ProcessEnv {
  const { ports, data, inherited } = settings;
  const own = {
    PORT: String(ports.sandbox),
    PUBLIC_PORT: String(ports.public),
    INTERNAL_PORT: String(ports.internal),
    DATA_FOLDER: data.sandbox,
  };
  return { ...withoutDatabase(inherited), LOG_LEVEL: inherited["LOG_LEVEL"] ?? "info", ...own };
}

export function serverEnvironment(settings: ChildSettings): NodeJS.ProcessEnv {
  const { ports, data, databaseUrl, inherited } = settings;
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
  };
  const own = {
    DATABASE_URL: databaseUrl,
    KEY_FILE: data.keyFile,
    WEB_FOLDER: data.mobileBank,
    PUBLIC_PORT: String(ports.public),
    INTERNAL_PORT: String(ports.internal),
  };
  return { ...defaults, ...inherited, ...own };
}

// The sandbox plays the bank around the product and has no business with its database.
function withoutDatabase(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...inherited };
  delete rest["DATABASE_URL"];
  return rest;
}
