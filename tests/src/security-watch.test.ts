/** What the security officer sees of guessing, with real refusals. */
import type {
  countCodes,
  listRefusalBursts,
  listThrottles,
  Route,
  RouteOutput,
} from "@ramznama/contract";
import type { Phone } from "@ramznama/phone";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

const { sara, reza } = people;
const cardWithoutToken = "6280230085303668";

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let officer: Desk;
let auditor: Desk;
let phone: Phone;
let id: string;
let serials: { readonly sara: string; readonly reza: string };

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  officer = await openDesk(bank, "officer");
  auditor = await openDesk(bank, "auditor");
  phone = createTestPhone(bank);
  await registerPhone(bank, phone, sara);
  const saras = await activateCard(bank, atm, phone, sara);
  id = saras.id;
  const rezas = createTestPhone(bank);
  await registerPhone(bank, rezas, reza);
  serials = { sara: saras.serial, reza: (await activateCard(bank, atm, rezas, reza)).serial };
});
afterAll(() => bank.stop());

const pay = async (card: string, code: string, origin?: string): Promise<string> => {
  const entry = { purpose: "card-second-password", subject: card, code } as const;
  const { body } = await shop.verify(origin === undefined ? entry : { ...entry, origin });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

const read = async <R extends Route>(path: string): Promise<RouteOutput<R>> => {
  const answer = await officer.get<RouteOutput<R>>(path);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

const nextDay = (): void => {
  bank.clock.advanceSeconds(90_000);
};

test("R12 tokens that must wait are listed, the last failure first, a page at a time; others are not", async () => {
  nextDay();
  for (let wrong = 0; wrong < 6; wrong += 1) await pay(sara.card, `1000000${wrong}`);
  bank.clock.advanceSeconds(10);
  for (let wrong = 0; wrong < 7; wrong += 1) {
    await pay(reza.card, `2000000${wrong}`);
    bank.clock.advanceSeconds(wrong === 5 ? 15 : 0);
  }
  bank.clock.advanceSeconds(1);
  await pay(sara.card, "30000000");
  const before = await read<typeof listThrottles>("/staff/v1/throttles");
  expect(before.tokens.map(({ serial }) => serial)).toEqual([serials.sara, serials.reza]);
  bank.clock.advanceSeconds(29);
  await pay(reza.card, "40000000");
  const { tokens } = await read<typeof listThrottles>("/staff/v1/throttles");
  expect(tokens.map(({ serial }) => serial)).toEqual([serials.reza, serials.sara]);
  const [first] = tokens;
  expect(first?.waitsUntil).not.toBeNull();
  const page = await read<typeof listThrottles>("/staff/v1/throttles?limit=1");
  expect(page.tokens).toEqual(tokens.slice(0, 1));
  const rest = await read<typeof listThrottles>(
    `/staff/v1/throttles?limit=200&after=${page.next ?? ""}`,
  );
  expect(rest.tokens).toEqual(tokens.slice(1));
  nextDay();
  expect((await read<typeof listThrottles>("/staff/v1/throttles")).tokens).toEqual([]);
});

/** Tokens at which somebody guessed until now, and which have ended since. */
const saveEndedTokens = async (count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into tokens
         (serial, kind, customer_id, state, subject, profile, issued_at, issued_by, ended_at)
       select '9' || lpad(n::text, 11, '0'), t.kind, 'C9999', 'ended', t.subject, t.profile,
         t.issued_at, t.issued_by, t.issued_at
       from tokens t, generate_series(1, $2::integer) n where t.serial = $1`,
      [serials.sara, count],
    );
    await client.query(
      `insert into token_counters (token_id, failure_seconds)
       select id, array[$1::bigint, $1::bigint] from tokens where customer_id = 'C9999'
       on conflict (token_id) do update set failure_seconds = excluded.failure_seconds`,
      [Math.floor(bank.clock.now() / 1_000)],
    );
  } finally {
    await client.end();
  }
};

test("R12 a token that must wait is listed however many have failed after it and ended", async () => {
  nextDay();
  for (let wrong = 0; wrong < 6; wrong += 1) await pay(sara.card, `8000000${wrong}`);
  bank.clock.advanceSeconds(1);
  await saveEndedTokens(501);
  const { tokens, next } = await read<typeof listThrottles>("/staff/v1/throttles");
  expect([tokens.map(({ serial }) => serial), next]).toEqual([[serials.sara], null]);
});

test("R12 an origin that must wait is listed until its hour is over, and its channel as a whole never waits", async () => {
  nextDay();
  for (let count = 0; count < 60; count += 1) await pay(cardWithoutToken, "12345678", "t-1");
  const { origins } = await read<typeof listThrottles>("/staff/v1/throttles");
  expect(origins).toEqual([
    { channel: "shop", origin: "", refusals: 60, waitsUntil: null },
    {
      channel: "shop",
      origin: "t-1",
      refusals: 60,
      waitsUntil: new Date(bank.clock.now() + 3_600_000).toISOString(),
    },
  ]);
  expect(await pay(sara.card, await takeCode(phone, id), "t-1")).toBe("throttled");
  bank.clock.advanceSeconds(3_600);
  expect((await read<typeof listThrottles>("/staff/v1/throttles")).origins).toEqual([]);
});

test("R12 what is asked without naming an origin is counted for no terminal, whatever one calls itself", async () => {
  nextDay();
  for (let count = 0; count < 60; count += 1) await pay(cardWithoutToken, "12345678");
  const { origins } = await read<typeof listThrottles>("/staff/v1/throttles");
  expect(origins).toEqual([
    { channel: "shop", origin: "", refusals: 60, waitsUntil: null },
    { channel: "shop", origin: null, refusals: 60, waitsUntil: null },
  ]);
  const [alarm] = await readEvents(auditor, "type=alarm.origin");
  expect(alarm).toMatchObject({ actor: "shop", details: { origin: null, refusalsInHour: 60 } });
  expect(await pay(sara.card, await takeCode(phone, id), "-")).toBe("accepted");
});

test("refusals are grouped by what was tried, by origin, by channel and by branch, most first", async () => {
  nextDay();
  for (let wrong = 0; wrong < 3; wrong += 1) await pay(sara.card, `4000000${wrong}`, "t-2");
  await pay(reza.card, "50000000", "t-3");
  for (let count = 0; count < 2; count += 1) await pay(cardWithoutToken, "12345678", "t-3");
  const bursts = async (by: string) =>
    (await read<typeof listRefusalBursts>(`/staff/v1/refusal-bursts?by=${by}&hours=1`)).bursts;
  const bySubject = await bursts("subject");
  expect(bySubject[0]).toMatchObject({
    key: serials.sara,
    serial: serials.sara,
    customerId: sara.customerId,
    count: 3,
    channel: null,
  });
  expect(bySubject[1]).toMatchObject({ serial: null, customerId: null, count: 2 });
  expect(bySubject[1]?.key).toMatch(/^[0-9a-f]{16}$/);
  expect(bySubject[2]).toMatchObject({ serial: serials.reza, count: 1 });
  const byOrigin = await bursts("origin");
  expect(byOrigin.map(({ key, channel, count }) => [key, channel, count])).toEqual([
    ["t-2", "shop", 3],
    ["t-3", "shop", 3],
  ]);
  expect(await bursts("channel")).toMatchObject([{ key: "shop", channel: "shop", count: 6 }]);
  // Both cards were issued at an ATM.
  expect(await bursts("branch")).toEqual([]);
  bank.clock.advanceSeconds(3_601);
  expect(await bursts("subject")).toEqual([]);
});

test("codes are counted by the hour, hours without one included", async () => {
  nextDay();
  await pay(sara.card, await takeCode(phone, id));
  bank.clock.advanceSeconds(7_200);
  await pay(sara.card, await takeCode(phone, id));
  await pay(sara.card, "60000000");
  const { hours } = await read<typeof countCodes>("/staff/v1/code-counts?hours=4");
  expect(hours.map(({ accepted, refused }) => [accepted, refused])).toEqual([
    [0, 0],
    [1, 0],
    [0, 0],
    [1, 1],
  ]);
  expect(Date.parse(hours[3]?.from ?? "")).toBe(
    Math.floor(bank.clock.now() / 3_600_000) * 3_600_000,
  );
});

test("each look is an event, and whose tokens were seen by it", async () => {
  nextDay();
  for (let wrong = 0; wrong < 6; wrong += 1) await pay(sara.card, `7000000${wrong}`);
  await read<typeof listThrottles>("/staff/v1/throttles");
  await read<typeof countCodes>("/staff/v1/code-counts");
  await read<typeof listRefusalBursts>("/staff/v1/refusal-bursts?by=channel");
  const events = await readEvents(auditor, "actor=officer");
  expect(events.slice(0, 4).map(({ type, customerId }) => [type, customerId])).toEqual([
    ["refusals.read", null],
    ["codes.counted", null],
    ["tokens.read", sara.customerId],
    ["throttles.read", null],
  ]);
});

test("P1 a token that has failed before is still raised in its place by an accepted code: no index follows it", async () => {
  nextDay();
  for (let wrong = 0; wrong < 3; wrong += 1) await pay(sara.card, `8000000${wrong}`);
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  const updates = async () => {
    await client.query("select pg_stat_force_next_flush(), pg_stat_clear_snapshot()");
    const { rows } = await client.query<{ all: string; hot: string }>(
      `select n_tup_upd as all, n_tup_hot_upd as hot from pg_stat_user_tables
       where relname = 'token_counters'`,
    );
    return { all: Number(rows[0]?.all), hot: Number(rows[0]?.hot) };
  };
  try {
    await bank.restartServer();
    const before = await updates();
    for (let count = 0; count < 40; count += 1) {
      bank.clock.advanceSeconds(1);
      expect(await pay(sara.card, await takeCode(phone, id))).toBe("accepted");
    }
    // The statistics of a connection are written when it ends.
    await bank.restartServer();
    const after = await updates();
    expect(after.all - before.all).toBeGreaterThanOrEqual(40);
    expect(after.hot - before.hot).toBe(after.all - before.all);
  } finally {
    await client.end();
  }
});
