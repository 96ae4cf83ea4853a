import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { keepJournal, type Journal } from "./keep-journal.ts";

let made: MigratedDatabase;
let folder: string;
let lines: string[];
let journal: Journal | undefined;
let pipes: string[];

beforeEach(async () => {
  made = await createMigratedDatabase();
  folder = await mkdtemp(join(tmpdir(), "ramznama-journal-"));
  lines = [];
  pipes = [];
});

afterEach(async () => {
  comeBack();
  await journal?.stop();
  await made.drop();
  await rm(folder, { recursive: true, force: true });
});

const begin = async (): Promise<Journal> => {
  journal = await keepJournal({
    database: made.database,
    clock: { now: () => Date.now() },
    random: { ...systemRandom, bytes: (count) => Buffer.alloc(count, 7) },
    logger: createLogger("info", (line) => lines.push(line)),
    folder,
    mac: (...fields) => createHmac("sha256", "ours").update(JSON.stringify(fields)).digest("hex"),
    diskPatienceMilliseconds: 300,
  });
  return journal;
};

/** Windows has no such files. */
const testWithPipes = test.skipIf(process.platform === "win32");

/** A file that whoever opens it waits at, as at a network disk that is away. */
const makePipe = (name: string): string => {
  const path = join(folder, name);
  execFileSync("mkfifo", [path]);
  pipes.push(path);
  return path;
};

/** Every thread of this process that works on files waits: to it, every disk hangs. */
const hangEveryDisk = (): void => {
  const path = makePipe("pipe");
  const threads = Number(process.env["UV_THREADPOOL_SIZE"] ?? 4);
  for (let thread = 0; thread < threads; thread += 1) {
    void open(path, "r").then((file) => file.close());
  }
};

const comeBack = (): void => {
  for (const path of pipes.splice(0)) closeSync(openSync(path, "r+"));
};

const insertToken = async (serial: string): Promise<void> => {
  await sql`
    insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
    values (${serial}, 'card', 'C1', 'issued', '628023******1234', '{}', now(), 'atm')`.execute(
    made.database,
  );
};

const journalText = async (): Promise<string> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".journal"));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("");
};

testWithPipes(
  "a change whose journal hangs is acknowledged all the same, is told of, and stands there when the disk is back",
  async () => {
    const kept = await begin();
    hangEveryDisk();
    await insertToken("100000000001");
    await kept.flush();
    expect(kept.standing()).toBe("failing");
    expect(() => {
      kept.assertKept();
    }).toThrow();
    expect(lines.join("")).toContain("DiskHangsError");
    comeBack();
    await expect.poll(() => kept.flush().then(() => kept.standing())).toBe("kept");
    expect(await journalText()).toContain("100000000001");
  },
);

testWithPipes(
  "a disk that hangs for long takes one thread of the process and no more",
  async () => {
    makePipe("07070707.mark.new");
    const kept = await begin();
    for (let round = 0; round < 8; round += 1) {
      await insertToken(`10000000001${round}`);
      await kept.drain();
      expect(kept.standing()).toBe("failing");
    }
    expect(await readdir(folder)).toContain("07070707.mark.new");
  },
);

testWithPipes(
  "a server starts and stops beside a journal that hangs while it is read, with a floor",
  async () => {
    makePipe("2026-11-25-00000000-1.journal");
    const kept = await begin();
    expect(kept.standing()).toBe("failing");
    const { causes } = await made.database
      .selectFrom("recoveries")
      .select("causes")
      .where("floor_second", "is not", null)
      .executeTakeFirstOrThrow();
    expect(causes).toEqual(["journal-unreadable"]);
    await kept.stop();
  },
);
