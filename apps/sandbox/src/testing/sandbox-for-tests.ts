/** A real sandbox on a free port with a folder of its own, and the programs that talk to it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { z } from "zod";
import type { LanDoor } from "../platform/lan-door.ts";
import { createLogger } from "../platform/logger.ts";
import type { Wait } from "../platform/misbehaviour.ts";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";

interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

function createTestClock(start = Date.parse("2026-11-22T08:00:00Z")): TestClock {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

export interface TestSandbox {
  url(): string;
  readonly dataFolder: string;
  readonly clock: TestClock;
  /** Everything the sandbox logged, across restarts. */
  log(): string;
  /** The same folder and the same port, as after a crash of the machine. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface TestOptions {
  readonly lanDoor?: LanDoor;
  readonly wait?: Wait;
}

export async function openTestSandbox({ lanDoor, wait }: TestOptions = {}): Promise<TestSandbox> {
  const dataFolder = await mkdtemp(join(tmpdir(), "ramznama-sandbox-"));
  const clock = createTestClock();
  const lines: string[] = [];
  const logger = createLogger(
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const ports = { publicPort: 7701, internalPort: 7702, lanDoor, wait };
  const start = (port: number) => startSandbox({ ...ports, port, dataFolder, clock, logger });
  let sandbox: Sandbox = await start(0);
  return {
    url: () => sandbox.url,
    dataFolder,
    clock,
    log: () => lines.join(""),
    async restart() {
      await sandbox.stop();
      sandbox = await start(Number(new URL(sandbox.url).port));
    },
    async close() {
      await sandbox.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}

export const TokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  scope: z.string().optional(),
  token_type: z.literal("Bearer"),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
});

export function requestToken(
  url: string,
  clientId: string,
  { scope, secret = `sandbox-${clientId}` }: { scope?: string; secret?: string } = {},
): Promise<Response> {
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope !== undefined) body.set("scope", scope);
  const basic = Buffer.from(`${clientId}:${secret}`).toString("base64");
  return fetch(`${url}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body,
  });
}

export async function takeToken(url: string, clientId: string, scope?: string): Promise<string> {
  const answer = await requestToken(url, clientId, scope === undefined ? {} : { scope });
  return TokenAnswer.parse(await answer.json()).access_token;
}

/** A JSON request with a bearer token. */
export function sendJson(
  address: string,
  token: string | undefined,
  body: unknown,
  method = "POST",
): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(address, {
    method,
    headers: { "content-type": "application/json", ...authorization },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const ProblemAnswer = z.object({ code: z.string(), reference: z.string().min(8) });

export async function problemOf(response: Response): Promise<[number, string]> {
  const { code } = ProblemAnswer.parse(await response.json());
  return [response.status, code];
}
