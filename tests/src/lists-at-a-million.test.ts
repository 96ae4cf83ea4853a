/**
 * Every list of the staff's doors over a million tokens and a million events: what the very statements of the server read,
 * as PostgreSQL counts it. Rows read tell more than a clock on a shared machine, and are the same each time.
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk, type Desk } from "./desk.ts";
import { recordStatements, type Statement } from "./recorded-statements.ts";
import { rowsRead } from "./rows-read.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { seedMillion } from "./seed-million.ts";

const count = Number(process.env["LIST_TOKENS"] ?? 1_000_000);

let bank: TestBank;
let officer: Desk;
let auditor: Desk;
let teller: Desk;
let client: pg.Client;

beforeAll(async () => {
  bank = await startTestBank();
  client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  await seedMillion(client, { count, now: bank.clock.now() });
  const { rows } = await client.query<{ serial: string; customer: string }>(
    "select serial, customer_id as customer from tokens where id = $1",
    [Math.floor(count / 2)],
  );
  serial = rows[0]?.serial ?? "";
  customer = rows[0]?.customer ?? "";
  officer = await openDesk(bank, "officer");
  auditor = await openDesk(bank, "auditor");
  teller = await openDesk(bank, "teller");
}, 300_000);

afterAll(async () => {
  await client.end();
  await bank.stop();
});

/** The tables that grow with the bank. */
const big = ["tokens", "links", "token_counters", "audit_events", "approvals"];

const statementsOf = async (desk: Desk, path: string): Promise<readonly Statement[]> => {
  const { result, statements } = await recordStatements(() => desk.get(path));
  expect([path, result.status]).toEqual([path, 200]);
  const reads = statements.filter(
    ({ text }) => /^\s*(select|with)\b/i.test(text) && big.some((table) => text.includes(table)),
  );
  expect(reads.length).toBeGreaterThan(0);
  return reads;
};

/** One page: what is shown, a few looks beside each row, and what a filter passes over. */
const pageMax = 2_500;

const expectFewReads = async (desk: Desk, path: string, rowsMax = pageMax): Promise<void> => {
  for (const statement of await statementsOf(desk, path)) {
    const { whole, rows } = await rowsRead(client, statement);
    const read = whole.filter((table) => big.includes(table));
    expect([statement.text, read]).toEqual([statement.text, []]);
    expect([statement.text, rows, rows <= rowsMax]).toEqual([statement.text, rows, true]);
  }
};

let serial: string;
let customer: string;
const hour = (hoursAgo: number): string =>
  new Date(bank.clock.now() - hoursAgo * 3_600_000).toISOString();

describe("P3 tokens", () => {
  const asked: readonly (readonly [string, () => string])[] = [
    ["all", () => ""],
    ["active", () => "state=active"],
    ["suspended, which are few", () => "state=suspended"],
    ["ended", () => "state=ended"],
    ["issued", () => "state=issued"],
    ["confirming, of which there are none", () => "state=confirming"],
    ["one serial", () => `serial=${serial}`],
    ["no such serial", () => "serial=100000000008"],
    ["one customer", () => `customerId=${customer}`],
    ["no such customer", () => "customerId=C9999"],
    ["a customer's active ones", () => `customerId=${customer}&state=active`],
    ["a later page", () => `after=${Math.floor(count * 0.7)}`],
    ["the last page", () => "after=3&state=active"],
    ["a long page", () => "limit=200"],
  ];
  test.each(asked)("%s", async (_what, query) => {
    await expectFewReads(officer, `/staff/v1/tokens?${query()}`);
  });
});

describe("P3 events", () => {
  const asked: readonly (readonly [string, () => string])[] = [
    ["all", () => ""],
    ["one type, rare", () => "type=token.revoked"],
    ["one type, common", () => "type=code.refused"],
    ["accepted codes", () => "type=code.accepted"],
    ["no such type", () => "type=no.such"],
    ["one token", () => `serial=${serial}`],
    ["one token and type", () => `serial=${serial}&type=code.refused`],
    ["one customer", () => `customerId=${customer}`],
    ["no such customer", () => "customerId=C9999"],
    ["one person of the staff", () => "actor=teller7"],
    ["no such person", () => "actor=nobody"],
    ["a channel", () => "actor=shop"],
    ["one branch", () => "branch=1203"],
    ["one branch and person", () => "branch=1203&actor=teller7"],
    ["a time long ago", () => `from=${hour(9_000)}&to=${hour(8_990)}`],
    ["up to long ago", () => `to=${hour(9_000)}`],
    ["since yesterday", () => `from=${hour(24)}`],
    ["a person within a time", () => `actor=teller7&from=${hour(5_000)}&to=${hour(4_000)}`],
    ["a customer within a time", () => `customerId=${customer}&from=${hour(5_000)}`],
    ["a branch up to long ago", () => `branch=1203&to=${hour(9_000)}`],
    ["a later page", () => `after=${Math.floor(count * 0.4)}`],
  ];
  test.each(asked)("%s", async (_what, query) => {
    await expectFewReads(auditor, `/staff/v1/audit-events?${query()}`);
  });
});

describe("P3 what an officer watches", () => {
  test("tokens that wait", () => expectFewReads(officer, "/staff/v1/throttles"));
  test("a later page of them", () =>
    expectFewReads(officer, `/staff/v1/throttles?after=${Math.floor(count / 2)}`));
  test.each(["subject", "channel", "origin", "branch"])(
    "refusals of a day by %s: that day's refusals are read and nothing else",
    (by) => expectFewReads(officer, `/staff/v1/refusal-bursts?by=${by}&hours=24`, count / 100),
  );
  test("codes of a day by the hour: that day's events are read and nothing else", () =>
    expectFewReads(officer, "/staff/v1/code-counts?hours=24", count / 100));
  test("why a token does not work", () =>
    expectFewReads(officer, `/staff/v1/tokens/${serial}/explanation`));
});

describe("P3 approvals of a branch", () => {
  test.each(["", "state=requested", "state=approved", "state=voided"])("%s", async (query) => {
    await expectFewReads(teller, `/staff/v1/approvals?${query}`);
  });
});

test("P3 live sessions are found among those that ended long ago", async () => {
  const { statements } = await recordStatements(() => officer.get("/staff/v1/sessions"));
  const [list] = statements.filter(({ text }) => text.includes('from "sessions"'));
  if (list === undefined) throw new Error("no statement read sessions");
  const { whole, rows } = await rowsRead(client, list);
  expect(whole).toEqual([]);
  expect(rows).toBeLessThan(200);
});

/** One event in twenty is a refusal: the database may pass over the others or go by their own index. */
const exportPage = 1_000;

test("P3 an export reads each page from where the last one ended", async () => {
  const { statements } = await recordStatements(() =>
    auditor
      .get(`/staff/v1/audit-exports?format=jsonl&type=code.refused&from=${hour(9_000)}`)
      .catch(() => undefined),
  );
  const pages = statements.filter(({ text }) =>
    /from audit_events e\b.*order by e\.id asc/s.test(text),
  );
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages.slice(0, 5)) {
    const { whole, rows } = await rowsRead(client, page);
    expect([whole, rows <= 25 * exportPage]).toEqual([[], true]);
  }
});
