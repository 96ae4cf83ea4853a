/**
 * The whole bank in one process for a test: the real server on a fresh database of the real PostgreSQL, the real
 * sandbox (provider, core banking, SMS inbox) beside it, over real HTTP. Only the server's clock is the test's.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { parsePublicJwk, type PublicJwk } from "@ramznama/activation";
import { createLogger as createSandboxLogger, startSandbox } from "@ramznama/sandbox";
import {
  createLogger,
  defaultPolicy,
  parseServerConfig,
  setUp,
  startServer,
  type Policy,
  type RunningServer,
} from "@ramznama/server";
import { createTestDatabase } from "@ramznama/testing";
import { findFreePorts } from "./find-free-ports.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";

export interface TestBank {
  readonly clock: TestClock;
  readonly databaseUrl: string;
  readonly sandboxUrl: string;
  readonly releaseKey: PublicJwk;
  /** Addresses of the server's listeners, the same after a restart. */
  publicUrl(): string;
  internalUrl(): string;
  /** Environment of a server process beside this one, on the same database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything logged so far. */
  log(): string;
  /** Does the background work that is due: look-ups, SMS. */
  drain(): Promise<void>;
  restartServer(): Promise<void>;
  /** Does something while no server answers; it is back afterwards. */
  whileServerIsAway<T>(act: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface BankOptions {
  readonly clock?: TestClock;
  readonly policy?: Policy;
  /** Another database than a fresh one of the test server, for tests that kill it. */
  readonly databaseUrl?: string;
  /** Other neighbours than the sandbox, for tests that need more people than it has. */
  readonly neighbours?: { readonly coreBankUrl: string; readonly smsInboxUrl: string };
  /** Settings of the server beyond those every test bank has. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False: nothing is kept of the log, for trials of many thousand requests. */
  readonly keepsLog?: boolean;
  /** Another folder for the journal than one of the bank's own. */
  readonly journalFolder?: string;
  /** Builds the mobile bank for the bank's release key; the server serves it. */
  readonly buildWeb?: (build: WebBuild) => Promise<unknown>;
}

interface WebBuild {
  readonly releaseKeyFile: string;
  readonly outDir: string;
}

export const startTestBank = async (options: BankOptions = {}): Promise<TestBank> => {
  const clock = options.clock ?? createTestClock();
  const policy = options.policy ?? defaultPolicy;
  const folder = await mkdtemp(join(tmpdir(), "ramznama-bank-"));
  const webFolder = join(folder, "mobile-bank");
  const database = options.databaseUrl === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = options.databaseUrl ?? database?.url ?? "";
  const lines: string[] = [];
  const logger = createLogger("info", (line) => {
    if (options.keepsLog !== false) lines.push(line);
  });
  // The sandbox's pages and the server know each other's addresses, so the ports are chosen first.
  const [publicPort = 0, internalPort = 0] = await findFreePorts(2);
  const sandbox = await startSandbox({
    port: 0,
    publicPort,
    internalPort,
    dataFolder: join(folder, "sandbox"),
    logger: createSandboxLogger(
      new Writable({
        write: (chunk, _encoding, done) => {
          lines.push(String(chunk));
          done();
        },
      }),
    ),
  });
  const environment = {
    DATABASE_URL: databaseUrl,
    KEY_FILE: join(folder, "kek.key"),
    JOURNAL_FOLDER: options.journalFolder ?? join(folder, "journal"),
    PUBLIC_PORT: "0",
    INTERNAL_PORT: "0",
    OIDC_ISSUER: `${sandbox.url}/oidc`,
    CORE_BANK_URL: options.neighbours?.coreBankUrl ?? `${sandbox.url}/core/v1`,
    CORE_BANK_CLIENT_ID: "ramznama",
    CORE_BANK_CLIENT_SECRET: "sandbox-ramznama",
    BRANCH_CLIENT_SECRET: "sandbox-branch-console",
    MOBILE_CLIENT_SECRET: "sandbox-mobile-bank",
    SMS_SENDER: "sandbox",
    PUBLIC_REQUESTS_PER_MINUTE: "1000000",
    SMS_INBOX_URL: options.neighbours?.smsInboxUrl ?? `${sandbox.url}/inbox/api/messages`,
  };
  const config = parseServerConfig({
    ...environment,
    PUBLIC_PORT: String(publicPort),
    INTERNAL_PORT: String(internalPort),
    ...(options.buildWeb === undefined ? {} : { WEB_FOLDER: webFolder }),
    ...options.settings,
  });
  const releasePublicKeyFile = join(folder, "release-key.public.json");
  await setUp({
    config,
    logger,
    releaseKeyFile: join(folder, "release-key.json"),
    releasePublicKeyFile,
  });
  const releaseKey = parsePublicJwk(JSON.parse(await readFile(releasePublicKeyFile, "utf8")));
  if (releaseKey === undefined) throw new Error("the set-up wrote no release key");
  await options.buildWeb?.({ releaseKeyFile: releasePublicKeyFile, outDir: webFolder });
  const start = (): Promise<RunningServer> => startServer({ config, policy, logger, clock });
  let server = await start();
  const whileServerIsAway = async <T>(act: () => Promise<T>): Promise<T> => {
    await server.stop();
    try {
      return await act();
    } finally {
      server = await start();
    }
  };
  return {
    clock,
    databaseUrl,
    sandboxUrl: sandbox.url,
    releaseKey,
    environment,
    publicUrl: () => `http://localhost:${server.publicPort}`,
    internalUrl: () => `http://localhost:${server.internalPort}`,
    log: () => lines.join(""),
    drain: () => server.drain(),
    restartServer: () => whileServerIsAway(() => Promise.resolve()),
    whileServerIsAway,
    stop: async () => {
      await server.stop();
      await sandbox.stop();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
