import { createHmac } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockName, transaction } from "../platform/database.ts";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { loadPosition } from "./database-position.ts";
import { writeMark } from "./journal-folder.ts";
import type { JournalMac } from "./journal-text.ts";
import { keepJournal } from "./keep-journal.ts";
import { comparisonLock, loadGeneration } from "./recover.ts";

const mac: JournalMac = (...fields) =>
  createHmac("sha256", "ours").update(JSON.stringify(fields)).digest("hex");

let made: MigratedDatabase;
let folder: string;

beforeEach(async () => {
  made = await createMigratedDatabase();
  folder = await mkdtemp(join(tmpdir(), "ramznama-journal-"));
});

afterEach(async () => {
  await made.drop();
  await rm(folder, { recursive: true, force: true });
});

const begin = () =>
  keepJournal({
    database: made.database,
    clock: { now: () => Date.now() },
    random: systemRandom,
    logger: createLogger("silent"),
    folder,
    mac,
  });

/** How many wait for a lock by name. */
const countWaiting = async (): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(
    made.database,
  );
  return rows[0]?.waiting ?? 0;
};

/** Holds the lock of the comparison, as a server that compares does, until `work` is done. */
const comparing = (work: () => Promise<void>): Promise<void> =>
  transaction(made.database, async (tx) => {
    await lockName(tx, comparisonLock);
    await work();
  });

test("two servers that start together on one folder: neither forgets a mark that the other is about to read", async () => {
  const generation = await loadGeneration(made.database);
  const position = await loadPosition(made.database);
  const second = Math.floor(Date.now() / 1000) - 2 * 86_400;
  await writeMark(folder, mac, { process: "00000000", number: 0, generation, position, second });
  let beginning: ReturnType<typeof begin> | undefined;
  let hasBegun = false;
  let next: Promise<void> | undefined;
  await comparing(async () => {
    beginning = begin();
    beginning.then(() => (hasBegun = true)).catch(() => undefined);
    await expect.poll(countWaiting).toBe(1);
    // In the queue behind the first: it has the lock as soon as the first has compared.
    next = comparing(async () => {
      const listed = await readdir(folder);
      expect(listed).toContain("00000000.mark");
      await expect.poll(async () => hasBegun || (await countWaiting()) === 1).toBe(true);
      expect(await readdir(folder)).toEqual(expect.arrayContaining(listed));
    });
    await expect.poll(countWaiting).toBe(2);
  });
  await next;
  const journal = await beginning;
  await journal?.stop();
  expect(await readdir(folder)).not.toContain("00000000.mark");
});
