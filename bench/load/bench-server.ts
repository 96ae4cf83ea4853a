/** The server as it is shipped, a process of its own with its log in a file, and the sandbox around it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createLogger, startSandbox } from "@ramznama/sandbox";
import { takeToken } from "../../tests/src/channel.ts";
import { findFreePorts } from "../../tests/src/find-free-ports.ts";
import type { SeededDatabase } from "./seeded-database.ts";

export interface BenchSandbox {
  readonly url: string;
  /** A bearer token of the channel `shop`. */
  takeShopToken(): Promise<string>;
  stop(): Promise<void>;
}

const nowhere = {
  write: (): void => {
    // What the provider tells about its few requests helps nobody here.
  },
};

export const startBenchSandbox = async (folder: string): Promise<BenchSandbox> => {
  const sandbox = await startSandbox({
    port: 0,
    publicPort: 1,
    internalPort: 1,
    dataFolder: join(folder, "sandbox"),
    logger: createLogger(nowhere),
  });
  return {
    url: sandbox.url,
    takeShopToken: () => takeToken({ sandboxUrl: sandbox.url }, "shop"),
    stop: () => sandbox.stop(),
  };
};

export const serverEnvironment = (
  sandboxUrl: string,
  database: Pick<SeededDatabase, "url" | "keyFile">,
): Readonly<Record<string, string>> => ({
  DATABASE_URL: database.url,
  KEY_FILE: database.keyFile,
  PUBLIC_PORT: "0",
  INTERNAL_PORT: "0",
  OIDC_ISSUER: `${sandboxUrl}/oidc`,
  CORE_BANK_URL: `${sandboxUrl}/core/v1`,
  CORE_BANK_CLIENT_ID: "ramznama",
  CORE_BANK_CLIENT_SECRET: "sandbox-ramznama",
  SMS_SENDER: "sandbox",
  SMS_INBOX_URL: `${sandboxUrl}/inbox/api/messages`,
});

export interface BenchServer {
  readonly pid: number;
  readonly publicPort: number;
  readonly internalPort: number;
  stop(): Promise<void>;
}

const mainFile = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

interface StartOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** What to start it with, such as `taskset -c 0`. */
  readonly prefix?: readonly string[];
  readonly nodeOptions?: readonly string[];
}

export const startBenchServer = async (options: StartOptions): Promise<BenchServer> => {
  const [publicPort = 0, internalPort = 0] = await findFreePorts(2);
  const log = openSync(options.logFile, "w");
  const command = [
    ...(options.prefix ?? []),
    process.execPath,
    ...(options.nodeOptions ?? []),
    mainFile,
  ];
  const child = spawn(command[0] ?? "", command.slice(1), {
    env: {
      ...options.environment,
      PATH: process.env["PATH"],
      PUBLIC_PORT: String(publicPort),
      INTERNAL_PORT: String(internalPort),
    },
    stdio: ["ignore", log, "inherit"],
  });
  closeSync(log);
  const isReady = async (): Promise<boolean> =>
    fetch(`http://localhost:${internalPort}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; !(await isReady()); tries += 1) {
    if (child.exitCode !== null || tries > 600) throw new Error("the server did not start");
    await wait(100);
  }
  return {
    pid: child.pid ?? 0,
    publicPort,
    internalPort,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
};
