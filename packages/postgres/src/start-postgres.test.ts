import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { startPostgres, type RunningPostgres, type StartOptions } from "./index.ts";
import { query } from "./testing/query.ts";
import { useTemporaryFolders } from "./testing/temporary-folders.ts";

const folder = useTemporaryFolders();
const running: RunningPostgres[] = [];

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
});

async function start(options: StartOptions): Promise<RunningPostgres> {
  const postgres = await startPostgres(options);
  running.push(postgres);
  return postgres;
}

describe("the embedded PostgreSQL", () => {
  test("a second start finds the data of the first", async () => {
    const dataFolder = join(folder(), "data");
    const first = await start({ dataFolder });
    await query(first.url, "CREATE TABLE kept AS SELECT 'رمز' AS word");
    await first.stop();
    const second = await start({ dataFolder });
    expect(await query(second.url, "SELECT word FROM kept")).toEqual([{ word: "رمز" }]);
  });

  test("it is durable, checksummed, UTF-8, in UTC, and listens on the loopback alone", async () => {
    const { url, adminUrl } = await start({ dataFolder: folder() });
    const names = ["fsync", "full_page_writes", "synchronous_commit", "data_checksums"];
    for (const name of names) expect(await query(url, `SHOW ${name}`)).toEqual([{ [name]: "on" }]);
    const seen = await query(
      adminUrl,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
              current_setting('listen_addresses') AS addresses,
              current_setting('unix_socket_directories') AS sockets,
              current_setting('max_connections')::int >= 100 AS enough`,
    );
    expect(seen).toEqual([
      { encoding: "UTF8", zone: "UTC", addresses: "127.0.0.1", sockets: "", enough: true },
    ]);
  });

  test("the application's role is no superuser and nobody enters without the right password", async () => {
    const { url } = await start({ dataFolder: folder() });
    const mine = await query(
      url,
      "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    );
    expect(mine).toEqual([{ rolsuper: false, rolcreaterole: false }]);
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(query(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("folder and files are for their owner alone", async () => {
    const dataFolder = join(folder(), "data");
    await start({ dataFolder });
    const modeOf = (name: string) => statSync(join(dataFolder, name)).mode & 0o777;
    expect([".", "cluster"].map(modeOf)).toEqual([0o700, 0o700]);
    const files = ["passwords.json", "owner.lock", "owner.json", "postgres.log"];
    expect(files.map(modeOf)).toEqual(files.map(() => 0o600));
  });

  test("R10 no password is on a command line or in the log, and no bound value or statement either", async () => {
    const dataFolder = folder();
    const { url, adminUrl, pid, logPath } = await start({ dataFolder });
    const secret = "8412-secret-7790";
    await query(url, "CREATE TABLE once (x text PRIMARY KEY)");
    await query(url, "INSERT INTO once VALUES ($1)", [secret]);
    for (const failing of [
      "INSERT INTO once VALUES ($1)",
      "SELECT $1::text::int",
      "SELECT nothing, $1",
    ]) {
      await expect(query(url, failing, [secret])).rejects.toThrow();
    }
    await expect(query(url, `SELECT '${secret}'::int`)).rejects.toThrow();
    const commandLine = execFileSync("ps", ["-o", "args=", "-p", String(pid)], {
      encoding: "utf8",
    });
    const log = readFileSync(logPath, "utf8");
    expect(log).toContain("ready to accept connections");
    for (const hidden of [secret, new URL(url).password, new URL(adminUrl).password]) {
      expect(commandLine).not.toContain(hidden);
      expect(log).not.toContain(hidden);
    }
  });

  test("R3 what was acknowledged survives kill -9 of the server, on the same address", async () => {
    const postgres = await start({ dataFolder: folder() });
    await query(postgres.url, "CREATE TABLE acknowledged (n int PRIMARY KEY)");
    const known = await insertUntilKilled(postgres);
    await postgres.restart();
    const rows = await query(postgres.url, "SELECT n FROM acknowledged ORDER BY n");
    const found = new Set(rows.map(({ n }) => n));
    expect(known.length).toBeGreaterThan(20);
    expect(known.filter((n) => !found.has(n))).toEqual([]);
  });

  test("an end that nobody asked for is told, one that was asked for is not", async () => {
    const postgres = await start({ dataFolder: folder() });
    let told = 0;
    const watched = postgres.endedUnexpectedly.then(() => (told += 1));
    await postgres.restart();
    await postgres.kill9();
    await postgres.restart();
    expect(told).toBe(0);
    process.kill(postgres.pid, "SIGKILL");
    await watched;
    expect(told).toBe(1);
  });

  test.each(["with spaces", "بانک مسکن", 'it\'s $HOME `x` "quoted" %s', "x".repeat(200)])(
    "the path may be odd: %s",
    async (name) => {
      const { url } = await start({ dataFolder: join(folder(), name, "data") });
      expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    },
  );

  test("a path of 400 bytes works and one of 600 is refused in words", async () => {
    const deep = (bytes: number) =>
      join(folder(), ...Array<string>(bytes / 100).fill("y".repeat(99)));
    const { url } = await start({ dataFolder: deep(400) });
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await expect(start({ dataFolder: deep(600) })).rejects.toMatchObject({
      code: "path_too_long",
    });
  });

  test("a given port that is taken is named, and the folder is free again", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        resolve((server.address() as { port: number }).port);
      });
    });
    const dataFolder = folder();
    const refusal = {
      code: "port_taken",
      message: expect.stringContaining(String(port)) as string,
    };
    await expect(start({ dataFolder, port })).rejects.toMatchObject(refusal);
    server.close();
    expect((await start({ dataFolder, port })).port).toBe(port);
  });

  test("a setting that durability or secrecy depends on cannot be changed", async () => {
    const settings = { FSYNC: "off" };
    await expect(start({ dataFolder: folder(), settings })).rejects.toThrow(/FSYNC is fixed/);
  });
});

/** Inserts one row after the other, kills the server in the middle, returns what was acknowledged. */
async function insertUntilKilled(postgres: RunningPostgres): Promise<number[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => undefined);
  await client.connect();
  const acknowledged: number[] = [];
  let killed: Promise<void> | undefined;
  try {
    for (let n = 1; ; n += 1) {
      await client.query("INSERT INTO acknowledged VALUES ($1)", [n]);
      acknowledged.push(n);
      if (n === 200) killed = postgres.kill9();
    }
  } catch {
    await killed;
    return acknowledged;
  }
}
