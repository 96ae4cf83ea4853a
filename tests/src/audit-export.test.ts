/** The auditor's filters and files, over a database with more events than one page holds. */
import type { listAuditEvents, RouteOutput } from "@ramznama/contract";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, bearer, refusalOf } from "./ask.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { recordStatements } from "./recorded-statements.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

type Events = RouteOutput<typeof listAuditEvents>["events"];

const eventsSeeded = 5_200;
const start = Date.parse("2025-03-01T00:00:00Z");

let bank: TestBank;
let auditor: Desk;
let headers: Record<string, string>;
let client: pg.Client;

beforeAll(async () => {
  bank = await startTestBank();
  auditor = await openDesk(bank, "auditor");
  headers = bearer(await signInStaff(bank, "auditor"));
  client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  // A minute apart; every 13th of a teller at a branch.
  await client.query(
    `insert into audit_events (at, type, actor_kind, actor, branch, customer_id, details, previous_id)
     select $1::timestamptz + n * interval '1 minute',
       case when n % 13 = 0 then 'customer.read' else 'code.accepted' end,
       case when n % 13 = 0 then 'staff' else 'channel' end,
       case when n % 13 = 0 then 'teller' || n % 3 else 'shop' end,
       case when n % 13 = 0 then '12' || n % 2 end, 'C1' || n % 100,
       jsonb_build_object('origin', '=1+' || n),
       case when n % 13 <> 0 then 0 end
     from generate_series(0, $2 - 1) n`,
    [new Date(start), eventsSeeded],
  );
});
afterAll(async () => {
  await client.end();
  await bank.stop();
});

const at = (minute: number): string => new Date(start + minute * 60_000).toISOString();
const minuteOf = ({ at: time }: Events[number]): number => (Date.parse(time) - start) / 60_000;

const all = async (query: string): Promise<Events> => {
  const events: Events = [];
  for (let after: string | null = ""; after !== null;) {
    const page: RouteOutput<typeof listAuditEvents> = (
      await auditor.get<RouteOutput<typeof listAuditEvents>>(
        `/staff/v1/audit-events?limit=200&${query}${after === "" ? "" : `&after=${after}`}`,
      )
    ).body;
    events.push(...page.events);
    after = page.next;
  }
  return events;
};

const minutesWhere = (fits: (minute: number) => boolean): number[] =>
  Array.from({ length: eventsSeeded }, (_, minute) => minute)
    .filter(fits)
    .toReversed();

test("events of a time: from that very moment, up to the other and without it", async () => {
  const found = await all(`from=${at(1_000)}&to=${at(1_500)}`);
  expect(found.map(minuteOf)).toEqual(minutesWhere((minute) => minute >= 1_000 && minute < 1_500));
  expect(await all(`from=${at(-9_000)}&to=${at(0)}`)).toEqual([]);
  const [first] = (await all(`to=${at(1)}`)).toReversed();
  expect(first && minuteOf(first)).toBe(0);
});

test("events of a person and of a branch, alone and together with a time", async () => {
  const ofStaff = (minute: number) => minute % 13 === 0;
  const teller = minutesWhere((minute) => ofStaff(minute) && minute % 3 === 1);
  expect((await all("actor=teller1")).map(minuteOf)).toEqual(teller);
  const branch = minutesWhere((minute) => ofStaff(minute) && minute % 2 === 0);
  expect((await all("branch=120")).map(minuteOf)).toEqual(branch);
  expect((await all(`branch=120&actor=teller1&to=${at(900)}`)).map(minuteOf)).toEqual(
    branch.filter((minute) => minute % 3 === 1 && minute < 900),
  );
});

test("accepted codes of a channel are found where a time narrows them", async () => {
  expect(await all("actor=shop")).toEqual([]);
  const found = await all(`actor=shop&from=${at(0)}&to=${at(100)}`);
  expect(found.map(minuteOf)).toEqual(minutesWhere((minute) => minute < 100 && minute % 13 !== 0));
});

test("what was asked for stands in the event of the reading", async () => {
  await all(`actor=teller1&branch=120&from=${at(0)}&to=${at(1)}`);
  const [event] = await readEvents(auditor, "type=audit.read");
  expect(event?.details).toMatchObject({
    actor: "teller1",
    branch: "120",
    from: at(0),
    to: at(1),
    count: 0,
  });
});

const download = (query: string): Promise<Response> =>
  fetch(`${bank.internalUrl()}/staff/v1/audit-exports?${query}`, { headers });

test("an export is a file of all that fits, oldest first, and an event before it begins", async () => {
  const answer = await download(`format=jsonl&to=${at(eventsSeeded)}`);
  expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-events-[0-9a-f]{12}\.jsonl"$/,
  );
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const lines = (await answer.text()).trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line) as Events[number]);
  expect(events.map(minuteOf)).toEqual(minutesWhere(() => true).toReversed());
  expect(events.slice(-100)).toEqual(
    (await all(`from=${at(eventsSeeded - 100)}&to=${at(eventsSeeded)}`)).toReversed(),
  );
  const [exported] = await readEvents(auditor, "type=audit.exported");
  expect(exported).toMatchObject({
    actor: "auditor",
    details: { format: "jsonl", to: at(eventsSeeded), actor: null },
  });
});

test("however many pages an export has, what its filter means is asked for once", async () => {
  const query = `format=jsonl&actor=shop&from=${at(0)}&to=${at(eventsSeeded)}`;
  const { result, statements } = await recordStatements(async () => (await download(query)).text());
  const countOf = (part: string) => statements.filter(({ text }) => text.includes(part)).length;
  expect(result.trimEnd().split("\n").length).toBeGreaterThan(4_000);
  expect(countOf("limit $")).toBeGreaterThan(4);
  expect(countOf("audit_id_at")).toBe(2);
  expect(countOf('select "actor_kind"')).toBe(1);
});

test("the whole of it ends, although the reading itself is appended meanwhile", async () => {
  const answer = await download("format=csv");
  const lines = (await answer.text()).split("\r\n");
  expect(lines[0]).toBe("id,at,type,actorKind,actor,branch,customerId,serial,details,reference");
  expect(lines.at(-1)).toBe("");
  const { rows } = await client.query<{ n: string }>("select count(*) n from audit_events");
  expect(lines.length - 2).toBe(Number(rows[0]?.n));
  expect(lines.join("\n")).not.toMatch(/(^|,)"?[=+@-]/m);
});

test("a reader that goes away in the middle leaves nothing open at the database, and the next one gets the whole", async () => {
  const answer = await download("format=csv");
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const countBusy = async (): Promise<number> =>
    (
      await client.query(
        "select 1 from pg_stat_activity where datname = current_database() and state <> 'idle' and query like '%audit_events%' and pid <> pg_backend_pid()",
      )
    ).rows.length;
  await expect.poll(countBusy).toBe(0);
  const next = await download(`format=csv&to=${at(eventsSeeded)}`);
  expect((await next.text()).split("\r\n")).toHaveLength(eventsSeeded + 2);
});

test.each([
  "",
  "format=xml",
  "format=csv&from=yesterday",
  "format=csv&actor=",
  "format=csv&limit=5",
])("R8 a question that does not fit (%s) is refused before anything is exported", async (query) => {
  const path = `/staff/v1/audit-exports?${query}`;
  const reply = await ask(bank, { listener: "internal", method: "GET", path, headers });
  expect(refusalOf(reply)).toEqual([400, "invalid_request"]);
});
