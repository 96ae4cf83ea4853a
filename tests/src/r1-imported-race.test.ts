import { afterAll, beforeAll, expect, test } from "vitest";
import { startChannelProcesses, type ChannelProcesses } from "./channel-processes.ts";
import { takeToken } from "./channel.ts";
import {
  clock30,
  clockCode,
  counter6,
  counterCode,
  importHardToken,
  type HardToken,
} from "./hard-token.ts";
import { loadZahra } from "./many-cards.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

/** Of six digits, one in two thousand codes would be that of two steps within the reach of a resynchronisation. */
const digits = 8;
const clock = { ...clock30, digits };
const counter = { ...counter6, digits };

/** Each round costs a failure, and beyond five a day a token must wait; so a token serves for four. */
const roundsPerToken = 4;
const cardsPerKind = Number(process.env["R1_RESYNC_CARDS"] ?? 3);
const parallel = 32;

let bank: TestBank;
let servers: readonly ServerProcess[];
let senders: ChannelProcesses;
/** Whoever fires waits for its own answers, so two volleys at once come from two of them. */
let otherSenders: ChannelProcesses;
let cards: readonly string[];
let token: string;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock });
  token = await takeToken(bank, "shop");
  cards = (await loadZahra()).cards.map((card) => card.number);
  servers = await Promise.all([
    startServerProcess(bank.environment),
    startServerProcess(bank.environment),
  ]);
  senders = startChannelProcesses(2);
  otherSenders = startChannelProcesses(2);
});

afterAll(async () => {
  senders.stop();
  otherSenders.stop();
  for (const server of servers) await server.stop();
  await bank.stop();
});

const bringIn = (profile: unknown, card: string) =>
  importHardToken(bank, { customerId: "C1007", card }, profile);

/** How often the code was accepted of as many times as it was sent at once, to both servers. */
const acceptsOf = async (
  subject: string,
  code: string,
  count: number,
  from = senders,
): Promise<number> => {
  const urls = servers.map((server) => server.internalUrl);
  const shots = Array.from({ length: count }, (_, index) => ({
    door: "verification" as const,
    url: urls[index % urls.length] ?? "",
    token,
    purpose: "card-second-password" as const,
    subject,
    code,
  }));
  const answers = await from.fire(shots);
  expect(answers).toHaveLength(count);
  const accepted = answers.filter((answer) => answer === "accepted");
  expect(answers.filter((answer) => answer !== "accepted" && answer !== "not_accepted")).toEqual(
    [],
  );
  return accepted.length;
};

type CodeOf = (token: HardToken, round: number, place: 0 | 1) => string;

const ofClock =
  (startSeconds: number): CodeOf =>
  (hard, round, place) =>
    clockCode(hard, clock, startSeconds + (round + 1) * 600 + place * 30);

const ofCounter: CodeOf = (hard, round, place) =>
  counterCode(hard, (round + 1) * 50 + place, digits);

test.each([
  ["a clock that jumps ten minutes ahead each time", clock, ofClock(Date.now() / 1000), 0],
  ["a counter that is pressed fifty times each time", counter, ofCounter, 1],
] as const)(
  "R1 %s: the second code of a resynchronisation, sent 32 times at once to two servers, is accepted once",
  { timeout: 300_000 },
  async (_, profile, codeOf, kind) => {
    const own = cards.slice(kind * cardsPerKind, (kind + 1) * cardsPerKind);
    for (const card of own) {
      const hard = await bringIn(profile, card);
      for (let round = 0; round < roundsPerToken; round += 1) {
        const [first, second] = [codeOf(hard, round, 0), codeOf(hard, round, 1)];
        expect(await acceptsOf(card, first, 1)).toBe(0);
        expect(await acceptsOf(card, second, parallel)).toBe(1);
        expect(await acceptsOf(card, second, 2)).toBe(0);
      }
      // The first code of the last round is used up with the second.
      expect(await acceptsOf(card, codeOf(hard, roundsPerToken - 1, 0), 1)).toBe(0);
      expect(await acceptsOf(card, codeOf(hard, roundsPerToken - 1, 1), 1)).toBe(0);
    }
  },
);

test("R1 both codes of a resynchronisation at once, in any order: each is accepted once at most", async () => {
  const own = cards.slice(2 * cardsPerKind, 3 * cardsPerKind);
  for (const card of own) {
    const hard = await bringIn(counter, card);
    const [first, second] = [counterCode(hard, 30, digits), counterCode(hard, 31, digits)];
    const [firsts, seconds] = await Promise.all([
      acceptsOf(card, first, 2),
      acceptsOf(card, second, 2, otherSenders),
    ]);
    expect(firsts).toBe(0);
    expect(seconds).toBeLessThanOrEqual(1);
    expect(await acceptsOf(card, first, 1)).toBe(0);
  }
});
