import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import type { Phone } from "@ramznama/phone";
import { startChannelProcesses, type ChannelProcesses } from "./channel-processes.ts";
import { openChannel, takeToken } from "./channel.ts";
import { activateManyCards, type ActiveCard } from "./many-cards.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { createTestPhone } from "./test-phone.ts";

const rounds = Number(process.env["R1_ROUNDS"] ?? 200);
const parallelMax = 64;

let bank: TestBank;
let servers: readonly ServerProcess[];
let senders: ChannelProcesses;
let phone: Phone;
let cards: readonly ActiveCard[];

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock });
  phone = createTestPhone(bank);
  cards = await activateManyCards(bank, await openChannel(bank, "atm"), phone, 30);
  servers = await Promise.all([
    startServerProcess(bank.environment),
    startServerProcess(bank.environment),
  ]);
  senders = startChannelProcesses(2);
});

afterAll(async () => {
  senders.stop();
  for (const server of servers) await server.stop();
  await bank.stop();
});

/** A code of a second that was not shown yet; the cards take turns, so there is one without waiting long. */
const nextCode = async (round: number): Promise<{ card: string; code: string }> => {
  for (let offset = 0; ; offset += 1) {
    const card = cards[(round + offset) % cards.length];
    if (card === undefined) throw new Error("no card is active");
    const shown = await phone.code(card.id);
    if (shown.ok) return { card: card.card, code: shown.code };
  }
};

test(
  "R1 one code sent 2 to 64 times at once, from two processes to two server processes, is accepted once",
  { timeout: 600_000 },
  async () => {
    const token = await takeToken(bank, "shop");
    const urls = servers.map((server) => server.internalUrl);
    for (let round = 0; round < rounds; round += 1) {
      const count = round === 0 ? parallelMax : randomInt(2, parallelMax + 1);
      const { card, code } = await nextCode(round);
      const answers = await senders.fire({ urls, token, subject: card, code, count });
      const accepted = answers.filter((answer) => answer === "accepted").length;
      const others = new Set(answers.filter((answer) => answer !== "accepted"));
      others.delete("not_accepted");
      others.delete("throttled");
      expect({ round, count, answers: answers.length, accepted, others: [...others] }).toEqual({
        round,
        count,
        answers: count,
        accepted: 1,
        others: [],
      });
    }
    const database = new pg.Client({ connectionString: bank.databaseUrl });
    await database.connect();
    const stored = await database.query<{ accepted: string }>(
      "select count(*) as accepted from verifications where answer->>'outcome' = 'accepted'",
    );
    // Every accepted code is found from its token: by whichever server and path it came, none is passed over.
    const found = await database.query<{ found: string; all: string }>(
      `with recursive walk as (
         select e.id, e.previous_id from token_counters c join audit_events e on e.id = c.last_accepted_event
         union all select e.id, e.previous_id from walk join audit_events e on e.id = walk.previous_id
       ) select (select count(distinct id) from walk) as found, count(*) as all from audit_events
         where type = 'code.accepted'`,
    );
    await database.end();
    expect(Number(stored.rows[0]?.accepted)).toBe(rounds);
    expect(found.rows[0]?.found).toBe(found.rows[0]?.all);
  },
);
