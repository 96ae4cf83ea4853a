import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeToken } from "./channel.ts";
import { dumpDatabase } from "./database-content.ts";
import { loadZahra } from "./many-cards.ts";
import { withChance } from "./seeded-chance.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

const kills = Number(process.env["JOURNAL_KILLS"] ?? 6);

let bank: TestBank;
let journal: string;
let environment: Readonly<Record<string, string>>;
let server: ServerProcess;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock });
  // A folder of its own: the server beside it must not write what this one was killed for.
  journal = await mkdtemp(join(tmpdir(), "ramznama-journal-"));
  environment = { ...bank.environment, JOURNAL_FOLDER: journal };
  server = await startServerProcess(environment);
});

afterAll(async () => {
  await server.kill9();
  await bank.stop();
  await rm(journal, { recursive: true, force: true });
});

const journalText = async (): Promise<string> => {
  const folders = [journal, bank.environment["JOURNAL_FOLDER"] ?? ""];
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(".journal"));
      return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    }),
  );
  return texts.flat().join("");
};

const issue = async (token: string, cardNumber: string): Promise<string | undefined> => {
  const response = await fetch(`${server.internalUrl}/bank/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ kind: "card", cardNumber, requestReference: randomUUID() }),
  });
  const body = (await response.json()) as { serial?: string };
  // Read before anything else can write it: it must stand there when the answer comes.
  if (body.serial !== undefined) expect(await journalText()).toContain(`token:${body.serial}`);
  return body.serial;
};

test(
  "R3 what was acknowledged stands in the journal, wherever a server is killed while it writes, and no start takes that for a restore",
  { timeout: 300_000 },
  withChance("JOURNAL_SEED", async (chance) => {
    const token = await takeToken(bank, "atm");
    const { cards } = await loadZahra();
    let acknowledged = 0;
    for (let round = 0; round < kills; round += 1) {
      const works = cards.slice(round * 4, round * 4 + 4).map((card) => issue(token, card.number));
      const settled = Promise.allSettled(works);
      const turns = chance.between(0, 400);
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      await server.kill9();
      for (const result of await settled) {
        if (result.status === "fulfilled" && result.value !== undefined) acknowledged += 1;
        // A broken connection is what a kill looks like; a failed expectation is not.
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(TypeError);
      }
      server = await startServerProcess(environment);
    }
    const last = await issue(token, cards[kills * 4]?.number ?? "");
    expect(last).toBeDefined();
    const text = await journalText();
    const issued = [...((await dumpDatabase(bank.databaseUrl)).get("tokens") ?? [])];
    expect(issued.length).toBeGreaterThanOrEqual(acknowledged);
    for (const row of issued) expect(text).toContain(`token:${row.split(",")[1] ?? "?"}`);
    const recoveries = (await dumpDatabase(bank.databaseUrl)).get("recoveries") ?? [];
    expect(recoveries.filter((row) => !row.includes("{}"))).toEqual([]);
  }),
);
