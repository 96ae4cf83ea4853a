// Who owns a folder, and what happens when the owner dies in whatever way.

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { findFolderOwner, lockFolder, startPostgres, type RunningPostgres } from "./index.ts";
import { processesOn } from "./orphaned-processes.ts";
import { query } from "./testing/query.ts";
import { spawnOwner, spawnOwnerProcess, type Owner } from "./testing/spawn-owner.ts";
import { useTemporaryFolders } from "./testing/temporary-folders.ts";
import { waitUntil } from "./wait-until.ts";

const folder = useTemporaryFolders();
const running: RunningPostgres[] = [];
const owners: Owner[] = [];
const strangers: ChildProcess[] = [];

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const owner of owners.splice(0)) await owner.endWithDatabase();
  for (const stranger of strangers.splice(0)) stranger.kill("SIGKILL");
});

async function start(dataFolder: string): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataFolder });
  running.push(postgres);
  return postgres;
}

async function own(dataFolder: string, letsItLive = false): Promise<Owner> {
  const owner = await spawnOwner({ folder: dataFolder, letsItLive });
  owners.push(owner);
  return owner;
}

describe("one owner per folder", () => {
  test("a second owner gets one sentence that names the first", async () => {
    const dataFolder = folder();
    const owner = await own(dataFolder);
    const refusal = start(dataFolder);
    await expect(refusal).rejects.toMatchObject({ code: "folder_in_use" });
    await expect(refusal).rejects.toThrow(new RegExp(`process ${owner.process.pid}\\b`));
    expect(await query(owner.told.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a second owner in the same process is refused, too", async () => {
    const dataFolder = folder();
    await start(dataFolder);
    await expect(start(dataFolder)).rejects.toMatchObject({ code: "folder_in_use" });
  });

  test("the owner is known while it lives and not a moment longer", async () => {
    const dataFolder = folder();
    const owner = await own(dataFolder);
    expect(findFolderOwner(dataFolder)?.pid).toBe(owner.process.pid);
    await owner.kill9();
    expect(findFolderOwner(dataFolder)).toBeUndefined();
  });

  test("a released lock can be taken again", () => {
    const path = folder();
    const first = lockFolder(path);
    expect(() => lockFolder(path)).toThrow(/in use/);
    first.release();
    lockFolder(path).release();
  });
});

describe("after kill -9 of the owner", () => {
  test("the database ends with it", async () => {
    const dataFolder = folder();
    const owner = await own(dataFolder);
    const cluster = join(dataFolder, "cluster");
    expect(processesOn(cluster)).toContain(owner.told.pid);
    await owner.kill9();
    expect(await waitUntil(() => processesOn(cluster).length === 0, 20)).toBe(true);
  });

  test("R3 a database that was left running is stopped and taken over with all it had acknowledged", async () => {
    const dataFolder = folder();
    const owner = await own(dataFolder, true);
    await query(owner.told.url, "CREATE TABLE kept AS SELECT 1 AS n");
    await owner.kill9();
    expect(processesOn(join(dataFolder, "cluster"))).toContain(owner.told.pid);
    const postgres = await start(dataFolder);
    expect(await query(postgres.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
    expect(processesOn(join(dataFolder, "cluster"))).not.toContain(owner.told.pid);
  });

  test("R3 it is taken over after kill -9 of owner and database together", async () => {
    const dataFolder = folder();
    const owner = await own(dataFolder, true);
    await query(owner.told.url, "CREATE TABLE kept AS SELECT 1 AS n");
    process.kill(owner.told.pid, "SIGKILL");
    await owner.kill9();
    const postgres = await start(dataFolder);
    expect(await query(postgres.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });

  test("a stranger that got the old process id lives on, and the database starts", async () => {
    const dataFolder = folder();
    const first = await start(dataFolder);
    await first.kill9();
    await first.stop();
    const stranger = spawn("sleep", ["600"], { cwd: dataFolder });
    strangers.push(stranger);
    await once(stranger, "spawn");
    pretendPid(join(dataFolder, "cluster", "postmaster.pid"), stranger.pid ?? 0);
    const second = await start(dataFolder);
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  });

  test("a database of another folder that got the old process id lives on", async () => {
    const [mine, other] = [folder(), folder()];
    const neighbour = await start(other);
    const first = await start(mine);
    await first.kill9();
    await first.stop();
    pretendPid(join(mine, "cluster", "postmaster.pid"), neighbour.pid);
    await start(mine);
    expect(await query(neighbour.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

function pretendPid(path: string, pid: number): void {
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, [String(pid), ...lines.slice(1)].join("\n"));
}

describe("an initialisation that is killed", () => {
  test.each([0, 3, 8, 15])(
    "is never taken for a whole database (killed at entry %i)",
    async (entries) => {
      const dataFolder = folder();
      const owner = spawnOwnerProcess({ folder: dataFolder });
      const ended = once(owner, "exit");
      const progress = () => {
        const half = readdirSync(dataFolder).find((name) => /^half-made-\w+$/.test(name));
        return half === undefined ? -1 : readdirSync(join(dataFolder, half)).length;
      };
      expect(await waitUntil(() => progress() >= entries, 30, 1)).toBe(true);
      owner.kill("SIGKILL");
      await ended;
      expect(existsSync(join(dataFolder, "cluster"))).toBe(false);
      const { url } = await start(dataFolder);
      expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(readdirSync(dataFolder).filter((name) => name.startsWith("half"))).toEqual([]);
    },
  );
});
