// The launcher as a real process with a real database; only what it starts last are stand-ins.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  freePortBase,
  launchProcess,
  type Launched,
  type LaunchedOptions,
} from "./testing/launched.ts";
import { processesOf } from "./testing/processes-of.ts";

const ready = "Ramznama is running";
let root: string;
let folder: string;
let portBase: number;
const launched: Launched[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "ramznama-launcher-test-"));
  folder = join(root, "data");
  portBase = await freePortBase();
});

afterEach(async () => {
  for (const { process: child, ended } of launched.splice(0)) {
    child.kill("SIGTERM");
    await ended;
  }
  await expectNothingLeft();
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

function launch(options: Partial<LaunchedOptions> = {}): Launched {
  const one = launchProcess({ folder, portBase, ...options });
  launched.push(one);
  return one;
}

async function launchReady(options: Partial<LaunchedOptions> = {}): Promise<Launched> {
  const one = launch(options);
  await one.says(ready);
  return one;
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => processesOf(folder), { timeout: 20_000, interval: 20 }).toEqual([]);
}

/** Signals and waits; says what is alive at the very moment the launcher has ended. */
async function end({ process: child, ended }: Launched, signal: NodeJS.Signals) {
  child.kill(signal);
  return { code: await ended, left: processesOf(folder) };
}

describe("npm start", () => {
  test("says where everything is and what to try first, and SIGTERM leaves no process", async () => {
    const one = await launchReady();
    const said = one.output();
    for (const port of [portBase, portBase + 1, portBase + 2]) {
      expect(said).toContain(`http://localhost:${port}/`);
    }
    expect(said).toContain(`PORT_BASE=${portBase} RAMZNAMA_DATA='${folder}' npm run walk`);
    expect(said).toContain(join(folder, "release-key.public.json"));
    expect(await end(one, "SIGTERM")).toEqual({ code: 0, left: [] });
  });

  test("Ctrl-C stops everything in the reverse order of its start", async () => {
    const one = await launchReady();
    expect(await end(one, "SIGINT")).toEqual({ code: 0, left: [] });
    expect(one.output()).toContain("Stopped. The data is kept.");
  });

  test("one Ctrl-C that arrives twice, from the terminal and from npm, is one", async () => {
    const one = await launchReady();
    one.process.kill("SIGINT");
    expect(await end(one, "SIGINT")).toEqual({ code: 0, left: [] });
  });

  test("a second Ctrl-C kills at once what does not stop", async () => {
    const one = await launchReady({ environment: { STAND_IN: "deaf" } });
    one.process.kill("SIGINT");
    await one.says("Stopping");
    const again = setInterval(() => one.process.kill("SIGINT"), 100);
    const code = await one.ended;
    clearInterval(again);
    expect(code).toBe(130);
    await expectNothingLeft();
  });

  test("a stop during the start stops what was started", async () => {
    const one = launch();
    await one.says("Starting the database");
    expect(await end(one, "SIGTERM")).toEqual({ code: 0, left: [] });
    await launchReady();
  });

  test("the data folder and all in it are for one user alone", async () => {
    await launchReady();
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const open = names.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    expect([statSync(folder).mode & 0o777, open]).toEqual([0o700, []]);
  });

  test("a second start finds the same keys and database, and sets up only once", async () => {
    await end(await launchReady(), "SIGTERM");
    const key = readFileSync(join(folder, "kek.key"));
    await launchReady();
    expect(readFileSync(join(folder, "kek.key"))).toEqual(key);
    expect(setups()).toEqual([
      `setup --data ${folder} --release-key ${join(folder, "release-key.json")}`,
    ]);
  });

  test("a folder that lost the phones' key is set up again, and the rest of its keys stay", async () => {
    await end(await launchReady(), "SIGTERM");
    const key = readFileSync(join(folder, "kek.key"));
    rmSync(join(folder, "release-key.public.json"));
    await launchReady();
    expect(existsSync(join(folder, "release-key.public.json"))).toBe(true);
    expect(readFileSync(join(folder, "kek.key"))).toEqual(key);
    expect(setups()).toHaveLength(2);
  });

  test("the mobile bank is built for the release key of this folder before the server starts", async () => {
    await launchReady({ environment: { BANK_NAME: "Bank of the test" } });
    const built = readFileSync(join(folder, "web", "mobile-bank", "index.html"), "utf8");
    expect(built.split("\n")).toEqual([
      ...["--release-key", join(folder, "release-key.public.json")],
      ...["--out", join(folder, "web", "mobile-bank")],
      ...["--bank-name", "Bank of the test", "--card-prefix", "628023"],
    ]);
  });

  test("--fresh begins anew, in our folder only", async () => {
    await end(await launchReady(), "SIGTERM");
    const key = readFileSync(join(folder, "kek.key"));
    await launchReady({ args: ["--fresh"] });
    expect(readFileSync(join(folder, "kek.key"))).not.toEqual(key);
    expect(setups()).toHaveLength(1);
  });

  test("--fresh that was killed in the middle is finished by the next start", async () => {
    await end(await launchReady(), "SIGTERM");
    const key = readFileSync(join(folder, "kek.key"));
    writeFileSync(join(folder, "erasing"), "");
    await launchReady();
    expect(readFileSync(join(folder, "kek.key"))).not.toEqual(key);
  });
});

describe("npm", () => {
  test.each([
    ["whose shell gives its place to the launcher", "exec $LAUNCHER"],
    ["whose shell dies without passing the signal on", "$LAUNCHER; true"],
  ])("%s: SIGTERM leaves no process", async (_, shell) => {
    const one = await launchReady({ shell, environment: { npm_lifecycle_event: "start" } });
    one.process.kill("SIGTERM");
    await one.ended;
    await expectNothingLeft();
  });

  test("that is killed takes everything with it", async () => {
    const one = await launchReady({
      shell: "$LAUNCHER; true",
      environment: { npm_lifecycle_event: "start" },
    });
    one.process.kill("SIGKILL");
    await expectNothingLeft();
  });
});

describe("what can be in the way is said in one sentence", () => {
  test.each([0, 1, 2])("port +%i is taken", async (offset) => {
    const server = await listen(portBase + offset, "127.0.0.1");
    const one = launch();
    expect(await one.ended).toBe(1);
    expect(one.output()).toMatch(
      new RegExp(`^Port ${portBase + offset} is taken .*"PORT_BASE=7800 npm start"`, "m"),
    );
    server.close();
  });

  test("a port that is taken on the IPv6 loopback alone", async () => {
    const server = await listen(portBase, "::1");
    const one = launch();
    expect(await one.ended).toBe(1);
    expect(one.output()).toContain(`Port ${portBase} is taken`);
    server.close();
  });

  test("a second start on the same folder names the first, which goes on", async () => {
    const first = await launchReady();
    const second = launch({ portBase: await freePortBase(), args: ["--fresh"] });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`is in use by process ${first.process.pid} `);
    expect((await fetch(`http://localhost:${portBase + 2}/health/ready`)).status).toBe(200);
  });

  test.each([[[]], [["--fresh"]]])(
    "a folder of other files, and it stays as it is (%s)",
    async (args) => {
      mkdirSync(folder);
      writeFileSync(join(folder, "thesis.txt"), "years of work");
      const one = launch({ args });
      expect(await one.ended).toBe(1);
      expect(one.output()).toMatch(/holds other files and no data of Ramznama/);
      expect(readdirSync(folder)).toEqual(["thesis.txt"]);
    },
  );

  test("a program that dies during the start, with its own words and its log", async () => {
    const one = launch({ environment: { STAND_IN: "dies" } });
    expect(await one.ended).toBe(1);
    const log = join(folder, "logs", "server.log");
    expect(one.output()).toContain(
      `The server ended by itself: the stand-in was told to die. Its log is ${log}.`,
    );
  });

  test.each(["server", "sandbox"])("a %s that dies later stops everything", async (name) => {
    const one = await launchReady();
    process.kill(pidListeningFor(name), "SIGKILL");
    expect(await one.ended).toBe(1);
    expect(one.output()).toMatch(new RegExp(`The ${name} ended by itself.*${name}\\.log`));
    expect(processesOf(folder)).toEqual([]);
  });

  test("a mobile bank that cannot be built, with the reason and its log", async () => {
    const one = launch({ environment: { STAND_IN: "cannot-build" } });
    expect(await one.ended).toBe(1);
    expect(one.output()).toContain(
      "The build of the mobile bank ended by itself: The disk is full.",
    );
    expect(one.output()).toContain(join(folder, "logs", "build.log"));
  });

  test("a database that dies later stops everything", async () => {
    const one = await launchReady();
    const [pid] = readFileSync(join(folder, "postgres/cluster/postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), "SIGKILL");
    expect(await one.ended).toBe(1);
    expect(one.output()).toMatch(/The database ended by itself.*postgres\.log/);
  });

  test("a damaged database folder", async () => {
    await end(await launchReady(), "SIGTERM");
    rmSync(join(folder, "postgres/cluster/global/pg_control"));
    const one = launch();
    expect(await one.ended).toBe(1);
    expect(one.output()).toMatch(/^The database folder .* is damaged .*backup or begin anew/m);
  });

  test.each([
    [{ PORT_BASE: "http" }, /PORT_BASE=http is no port/],
    [{ PORT_BASE: "65534" }, /PORT_BASE=65534 is no port .* \(1 to 65533\)/],
    [
      { DATABASE_URL: "postgresql://u:hidden@127.0.0.1:1/d" },
      /127\.0\.0\.1:1\/d cannot be used \(nobody/,
    ],
  ])("a wrong setting: %j", async (environment, message) => {
    const one = launch({ environment });
    expect(await one.ended).toBe(1);
    expect(one.output()).toMatch(message);
    expect(one.output()).not.toContain("hidden");
    expect(one.output()).not.toMatch(/^ +at /m);
  });
});

describe("after kill -9 of the launcher", () => {
  test("its programs and its database end, and the next start has the same data", async () => {
    const one = await launchReady();
    const key = readFileSync(join(folder, "kek.key"));
    one.process.kill("SIGKILL");
    await one.ended;
    await expectNothingLeft();
    await launchReady();
    expect(readFileSync(join(folder, "kek.key"))).toEqual(key);
    expect(setups()).toHaveLength(1);
  });

  test("a start right afterwards takes over from what is still ending", async () => {
    const one = await launchReady();
    one.process.kill("SIGKILL");
    await one.ended;
    await launchReady({ portBase: await freePortBase() });
  });
});

function setups(): string[] {
  const path = join(folder, "kek.key.setups");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

function pidListeningFor(name: string): number {
  const isServer = (pid: string) =>
    readFileSync(`/proc/${pid}/environ`, "utf8").includes("KEY_FILE=");
  const found = processesOf(folder)
    .filter((line) => line.includes("stand-in-program"))
    .map((line) => line.split(" ")[0] ?? "")
    .find((pid) => isServer(pid) === (name === "server"));
  return Number(found);
}

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return server;
}
