import { createHmac, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../platform/database.ts";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { JournalError } from "./journal-folder.ts";
import type { JournalMac } from "./journal-text.ts";
import { keepJournal, type Journal } from "./keep-journal.ts";
import { loadFloorSecond } from "./load-floor.ts";
import { runRecovery, type RecoverRequest } from "./run-recovery.ts";

const macWith =
  (key: string): JournalMac =>
  (...fields) =>
    createHmac("sha256", key).update(JSON.stringify(fields)).digest("hex");

let made: MigratedDatabase;
let database: Database;
let root: string;
let folder: string;
let running: Journal[];
let lines: string[];

beforeEach(async () => {
  made = await createMigratedDatabase();
  database = made.database;
  root = await mkdtemp(join(tmpdir(), "ramznama-journal-"));
  folder = join(root, "journal");
  running = [];
  lines = [];
});

afterEach(async () => {
  await stopAll();
  await made.drop();
  await rm(root, { recursive: true, force: true });
});

const contextOf = (inFolder: string, key: string) => ({
  database,
  clock: { now: () => Date.now() },
  random: systemRandom,
  logger: createLogger("info", (line) => lines.push(line)),
  folder: inFolder,
  mac: macWith(key),
});

const begin = async (inFolder = folder, key = "ours"): Promise<Journal> => {
  const journal = await keepJournal(contextOf(inFolder, key));
  running.push(journal);
  return journal;
};

const stopAll = async (): Promise<void> => {
  for (const journal of running.splice(0)) await journal.stop();
};

const recover = (request: RecoverRequest, inFolder = folder) =>
  runRecovery(contextOf(inFolder, "ours"), request);

const sealedSeed = Buffer.from("a sealed seed of some length");

const insertToken = async (serial: string, state = "active"): Promise<void> => {
  await sql`
    insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by,
      sealed_seed, device_id)
    values (${serial}, 'card', ${`C-${serial}`}, ${state}, '628023******1234', '{}', now(), 'atm',
      ${sealedSeed}, ${randomUUID()})`.execute(database);
};

const endToken = async (serial: string): Promise<void> => {
  await sql`update tokens set state = 'ended', state_reason = 'revoked-by-branch', ended_at = now(),
    sealed_seed = null where serial = ${serial}`.execute(database);
};

const stateOf = async (serial: string): Promise<string | undefined> =>
  (
    await database
      .selectFrom("tokens")
      .select("state")
      .where("serial", "=", serial)
      .executeTakeFirst()
  )?.state;

/** As a backup of before the end has it: the token lives, and the change was never noted. */
const forgetEnd = async (serial: string): Promise<void> => {
  await sql`alter table tokens disable trigger user`.execute(database);
  await sql`update tokens set state = 'active', state_reason = null, ended_at = null,
    sealed_seed = ${sealedSeed} where serial = ${serial}`.execute(database);
  await sql`alter table tokens enable trigger user`.execute(database);
  await sql`delete from lifecycle_changes where entity = ${`token:${serial}`}
    and change->>'state' = 'ended'`.execute(database);
};

const journalText = async (inFolder = folder): Promise<string> => {
  const names = (await readdir(inFolder)).filter((name) => name.endsWith(".journal"));
  return (await Promise.all(names.map((name) => readFile(join(inFolder, name), "utf8")))).join("");
};

const causes = async (): Promise<readonly string[]> => {
  const rows = await database.selectFrom("recoveries").selectAll().orderBy("generation").execute();
  return rows.flatMap((row) => (row.floor_second === null ? [] : row.causes.join(" ")));
};

test("what happens to a token, a link, a device or a block stands in the journal, for its owner's eyes alone", async () => {
  const journal = await begin();
  await insertToken("100000000001");
  await endToken("100000000001");
  await sql`insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at,
    linked_by, ownership_seen_at)
    select id, customer_id, 'card-second-password', '\\xabcd', '628023******1234', now(), 'x', now()
    from tokens`.execute(database);
  await sql`update links set ended_at = now()`.execute(database);
  await sql`insert into devices (id, customer_id, thumbprint, public_key, registered_at)
    values (gen_random_uuid(), 'C1', 't', '\\x04', now())`.execute(database);
  await sql`insert into customer_blocks (customer_id, blocked_at, blocked_by)
    values ('C1', now(), 'x')`.execute(database);
  await sql`update customer_blocks set lifted_at = now(), lifted_by = 'y'`.execute(database);
  await journal.flush();
  const text = await journalText();
  const states = [
    ...text.matchAll(/"kind":"(\w+)".*?"state":"(\w+)"|"state":"(\w+)".*?"kind":"(\w+)"/g),
  ];
  expect(
    states.map(([, kind, state, second, first]) => `${kind ?? first} ${state ?? second}`),
  ).toEqual([
    "token active",
    "token ended",
    "link linked",
    "link ended",
    "device live",
    "block blocked",
    "block lifted",
  ]);
  expect(text).not.toContain(sealedSeed.toString("hex"));
  if (process.platform !== "win32") {
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  }
});

test("a bank starts, and starts again, without a floor", async () => {
  const journal = await begin();
  await insertToken("100000000002");
  await journal.flush();
  await stopAll();
  await begin();
  expect(await loadFloorSecond(database)).toBeNull();
});

test("a change that was committed when the process died is written by the next", async () => {
  await begin();
  await stopAll();
  await insertToken("100000000003");
  await begin();
  expect(await journalText()).toContain("100000000003");
  expect(await causes()).toEqual([]);
});

test("a forgotten end is noticed by the journal's lines alone, done again, and then known", async () => {
  const journal = await begin();
  await insertToken("100000000004");
  await endToken("100000000004");
  await journal.flush();
  await stopAll();
  await forgetEnd("100000000004");
  await begin();
  expect(await causes()).toEqual(["changes-missing"]);
  expect(await stateOf("100000000004")).toBe("ended");
  await stopAll();
  await begin();
  expect(await causes()).toHaveLength(1);
});

test("an operator who wants the earlier state gets it, with a floor, and a list of what was left undone", async () => {
  const journal = await begin();
  await insertToken("100000000005");
  await endToken("100000000005");
  await journal.flush();
  await stopAll();
  await forgetEnd("100000000005");
  const foreseen = await recover({ report: true });
  expect([foreseen.exitCode, await causes()]).toEqual([3, []]);
  expect(foreseen.text).toContain("1 will be done again:");
  const left = await recover({ leave: true });
  expect(left.exitCode).toBe(3);
  expect(left.text).toContain("1 left undone on request:");
  expect(await stateOf("100000000005")).toBe("active");
  await begin();
  expect(await causes()).toHaveLength(1);
  expect(await loadFloorSecond(database)).not.toBeNull();
  expect((await recover({ done: true })).exitCode).toBe(0);
});

test("a copy of the database, as a dump read back makes it, is another database to the journal", async () => {
  const journal = await begin();
  await insertToken("100000000006");
  await journal.flush();
  await stopAll();
  await sql`create table copied (like token_counters including all)`.execute(database);
  await sql`drop table token_counters`.execute(database);
  await sql`alter table copied rename to token_counters`.execute(database);
  await begin();
  expect(await causes()).toEqual(["other-database"]);
});

test("a lost journal folder costs a floor, once, and says that nobody can know what was forgotten", async () => {
  const journal = await begin();
  await insertToken("100000000007");
  await journal.flush();
  await stopAll();
  await rm(folder, { recursive: true });
  await begin();
  expect(await causes()).toEqual(["journal-lost"]);
  expect((await recover({ report: true })).text).toContain("cannot be known");
  await stopAll();
  await begin();
  expect(await causes()).toHaveLength(1);
});

test("a line half written when the machine stopped is no damage", async () => {
  const journal = await begin();
  await insertToken("100000000008");
  await journal.flush();
  await stopAll();
  const [name = ""] = (await readdir(folder)).filter((one) => one.endsWith(".journal"));
  const text = await readFile(join(folder, name), "utf8");
  await writeFile(join(folder, name), `${text}0123456789abcdef {"entry":"cha`);
  await begin();
  expect(await causes()).toEqual([]);
});

test("a changed line is damage: its file is told about, set aside, and costs a floor once", async () => {
  const journal = await begin();
  await insertToken("100000000009");
  await insertToken("100000000010");
  await journal.flush();
  await stopAll();
  const [name = ""] = (await readdir(folder)).filter((one) => one.endsWith(".journal"));
  const text = await readFile(join(folder, name), "utf8");
  await writeFile(join(folder, name), text.replace("100000000009", "100000000099"));
  await begin();
  expect(await causes()).toEqual(["journal-damaged"]);
  expect(await readdir(folder)).toContain(`${name}.damaged`);
  await stopAll();
  await begin();
  expect(await causes()).toHaveLength(1);
});

test("another bank's journal is refused with a sentence, and nothing is changed", async () => {
  await begin(folder, "theirs");
  await stopAll();
  await expect(begin(folder, "ours")).rejects.toThrow(JournalError);
  await expect(begin(folder, "ours")).rejects.toThrow("set JOURNAL_FOLDER to this bank's journal");
  expect(await causes()).toEqual([]);
});

test("a journal that cannot be written is told, gives nothing away, and catches up when it can be", async () => {
  const journal = await begin();
  await rm(folder, { recursive: true });
  await writeFile(folder, "in the way");
  await insertToken("100000000011");
  await journal.flush();
  expect(journal.standing()).toBe("failing");
  expect(() => {
    journal.assertKept();
  }).toThrow();
  expect(lines.join("")).toContain("journal.not-written");
  await rm(folder);
  await mkdir(folder);
  await journal.flush();
  expect(journal.standing()).toBe("kept");
  expect(await journalText()).toContain("100000000011");
});

test("a start without a readable folder serves, with a floor and a failing journal", async () => {
  await writeFile(folder, "in the way");
  const journal = await begin();
  expect(journal.standing()).toBe("failing");
  expect(await causes()).toEqual(["journal-unreadable"]);
});

test("two servers with a folder each: what either saw is found, and neither begins a generation for the other's", async () => {
  const other = join(root, "other");
  const one = await begin();
  await begin(other);
  await insertToken("100000000012");
  await insertToken("100000000013");
  await one.flush();
  await stopAll();
  // The end of the first is in one journal, that of the second in the other.
  const first = await begin();
  await endToken("100000000012");
  await first.flush();
  await stopAll();
  const second = await begin(other);
  await endToken("100000000013");
  await second.flush();
  await stopAll();
  await forgetEnd("100000000012");
  await forgetEnd("100000000013");
  await begin();
  expect(await stateOf("100000000012")).toBe("ended");
  await begin(other);
  expect(await stateOf("100000000013")).toBe("ended");
  await stopAll();
  await begin();
  await begin(other);
  const generations = await database.selectFrom("recoveries").select("generation").execute();
  expect(generations).toHaveLength(2);
});

test("a floor that the operator asks for needs no sign of a loss", async () => {
  await begin();
  await stopAll();
  expect((await recover({})).text).toContain("nothing was ever forgotten");
  const forced = await recover({ force: true });
  expect(forced.exitCode).toBe(0);
  expect(await causes()).toEqual(["asked"]);
});
