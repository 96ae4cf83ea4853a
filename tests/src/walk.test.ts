/** `npm run walk` as a test: the same walk, with a server of its own that dies before the replay. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  parseWalkers,
  walk,
  walkSteps,
  type WalkOptions,
  type WalkStep,
} from "@ramznama/terminal-phone";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

const peopleFile = new URL("../../apps/sandbox/data/sandbox.json", import.meta.url);

let bank: TestBank;
let folder: string;
let server: ServerProcess;
let environment: Readonly<Record<string, string>>;
let options: Omit<WalkOptions, "print">;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock });
  folder = await mkdtemp(join(tmpdir(), "ramznama-walk-"));
  // Fixed ports, so that the phone finds the server again after its restart.
  const [publicPort, internalPort] = [await findFreePort(), await findFreePort()];
  environment = {
    ...bank.environment,
    PUBLIC_PORT: String(publicPort),
    INTERNAL_PORT: String(internalPort),
  };
  server = await startServerProcess(environment);
  options = {
    addresses: { sandbox: bank.sandboxUrl, public: server.publicUrl, internal: server.internalUrl },
    releaseKey: bank.releaseKey,
    phoneFolder: folder,
    walkers: parseWalkers(JSON.parse(await readFile(peopleFile, "utf8"))),
  };
});

afterAll(async () => {
  await server.kill9();
  await bank.stop();
  await rm(folder, { recursive: true, force: true });
});

test("S3 S4 S5 S11 S15 S18 S19 S24 the whole walk comes as it must, the server killed before the replay", async () => {
  const steps: WalkStep[] = [];
  const lines: string[] = [];
  const result = await walk({
    ...options,
    print: (line) => lines.push(line),
    beforeStep: async (step) => {
      steps.push(step);
      if (step !== "repeat the payment's reference") return;
      await server.kill9();
      server = await startServerProcess(environment);
    },
  });
  expect(result, lines.join("\n")).toEqual({ ok: true });
  expect(steps).toEqual(walkSteps);
});

test("a second walk on the same data finds everything as the first did", async () => {
  const lines: string[] = [];
  const result = await walk({ ...options, print: (line) => lines.push(line) });
  expect(result, lines.join("\n")).toEqual({ ok: true });
});

test("a walk that finds nobody ends with one sentence that names the step", async () => {
  const nowhere = `http://localhost:${await findFreePort()}`;
  const addresses = { sandbox: nowhere, public: nowhere, internal: nowhere };
  const lines: string[] = [];
  const result = await walk({ ...options, addresses, print: (line) => lines.push(line) });
  expect(result).toEqual({
    ok: false,
    step: "issue a card token",
    sentence: "nothing answers there; start it with `npm start`",
  });
});

test("no line of the walk shows a code, a seed or a full card number", async () => {
  const lines: string[] = [];
  await walk({ ...options, print: (line) => lines.push(line) });
  expect(lines.join("\n")).not.toMatch(/(?<![0-9])([0-9]{6}|[0-9]{8}|[0-9]{16})(?![0-9*])/);
});

const findFreePort = (): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.listen(0, "localhost", () => {
    const address = probe.address();
    probe.close(() => {
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
  return promise;
};
