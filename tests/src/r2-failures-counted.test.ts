import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import {
  createLogger,
  defaultPolicy,
  parseServerConfig,
  startServer,
  type RunningServer,
} from "@ramznama/server";
import { openChannel, type Channel } from "./channel.ts";
import { openWrongCodes } from "./code-of-nobody.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

/**
 * As many free failures as are sent at once: what is counted here is counting itself, not the delays. Codes that live
 * shortly are guessed less easily, so that a token may fail more often in a year than is sent here.
 */
const patient = {
  ...defaultPolicy,
  profile: { ...defaultPolicy.profile, validitySeconds: 30 },
  guessing: { ...defaultPolicy.guessing, freeFailures: 64, failuresPerYearMax: 1_000 },
};

let bank: TestBank;
let second: RunningServer;
let shops: readonly [Channel, Channel];
let code: () => Promise<string>;
let wrongCode: () => string;
let database: pg.Client;

beforeAll(async () => {
  bank = await startTestBank({ policy: patient });
  second = await startServer({
    config: parseServerConfig(bank.environment),
    policy: patient,
    logger: createLogger("silent"),
    clock: bank.clock,
  });
  const beside = { ...bank, internalUrl: () => `http://localhost:${second.internalPort}` };
  shops = [await openChannel(bank, "shop"), await openChannel(beside, "shop")];
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const { id } = await activateCard(bank, await openChannel(bank, "atm"), phone, people.sara);
  code = () => takeCode(phone, id);
  wrongCode = await openWrongCodes(bank);
  database = new pg.Client({ connectionString: bank.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await database.end();
  await second.stop();
  await bank.stop();
});

const countFailures = async (): Promise<number> => {
  const { rows } = await database.query<{ count: string }>(
    "select coalesce(sum(cardinality(failure_seconds)), 0) as count from token_counters",
  );
  return Number(rows[0]?.count);
};

const fire = async (count: number): Promise<readonly (string | undefined)[]> => {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      shops[index % 2 === 0 ? 0 : 1].verify({
        purpose: "card-second-password",
        subject: people.sara.card,
        code: wrongCode(),
      }),
    ),
  );
  return answers.map(({ body }) => (body.outcome === "rejected" ? body.reason : body.outcome));
};

test.each([2, 7, 32, 64])(
  "R2 %i wrong codes at once, over two servers, raise the failure counter by exactly that many",
  async (count) => {
    bank.clock.advanceSeconds(2 * 86_400);
    const before = await countFailures();
    const answers = await fire(count);
    expect(answers).toEqual(Array.from({ length: count }, () => "not_accepted"));
    expect(await countFailures()).toBe(before + count);
  },
);

test("R2 a success among the failures neither hides one nor clears any", async () => {
  bank.clock.advanceSeconds(2 * 86_400);
  const before = await countFailures();
  const good = await code();
  const [answers, paid] = await Promise.all([
    fire(16),
    shops[0].verify({ purpose: "card-second-password", subject: people.sara.card, code: good }),
  ]);
  expect(answers).toHaveLength(16);
  expect(paid.body.outcome).toBe("accepted");
  expect(await countFailures()).toBe(before + 16);
});

test("R2 with the bank's own delays each of the parallel guesses is either counted or not looked at", async () => {
  const strict = await startServer({
    config: parseServerConfig(bank.environment),
    policy: defaultPolicy,
    logger: createLogger("silent"),
    clock: bank.clock,
  });
  const shop = await openChannel(
    { ...bank, internalUrl: () => `http://localhost:${strict.internalPort}` },
    "shop",
  );
  bank.clock.advanceSeconds(400 * 86_400);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      shop.verify({
        purpose: "card-second-password",
        subject: people.sara.card,
        code: wrongCode(),
      }),
    ),
  );
  await strict.stop();
  const reasons = answers.map(({ body }) => (body.outcome === "rejected" ? body.reason : "?"));
  const looked = reasons.filter((reason) => reason === "not_accepted").length;
  const throttled = reasons.filter((reason) => reason === "throttled").length;
  expect(looked + throttled).toBe(40);
  // The free failures, and the one that brings the first delay.
  expect(looked).toBe(defaultPolicy.guessing.freeFailures + 1);
  expect(await countFailures()).toBe(looked);
});
