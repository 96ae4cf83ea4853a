import { createServer, type Server } from "node:http";
import { once } from "node:events";
import {
  createLogger,
  defaultPolicy,
  parseServerConfig,
  startServer,
  type RunningServer,
} from "@ramznama/server";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { setInbox } from "./core-banking.ts";
import { morePeople } from "./more-people.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;

let bank: TestBank;
let atm: Channel;
let database: pg.Client;
let opened: { stop(): Promise<unknown> }[] = [];

beforeEach(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  database = new pg.Client({ connectionString: bank.databaseUrl });
  await database.connect();
});

afterEach(async () => {
  await Promise.all(opened.map((one) => one.stop()));
  opened = [];
  await database.end();
  await bank.stop();
});

interface OutboxRow {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly sealed: Buffer | null;
}

const readOutbox = async (): Promise<readonly OutboxRow[]> => {
  const query = "select id, state, attempts, sealed from sms_messages order by created_at, id";
  return (await database.query<OutboxRow>(query)).rows;
};

/** The inbox as the server reaches it, with a test between them. */
interface Relay {
  readonly address: string;
  /** Message ids in the order in which they came. */
  readonly delivered: string[];
  /** Called when a message was taken over by the inbox and before the server hears so. */
  beforeAnswer: () => Promise<void>;
}

const startRelay = async (): Promise<Relay> => {
  const relay = { address: "", delivered: [] as string[], beforeAnswer: () => Promise.resolve() };
  const answer = async (body: string, authorization: string): Promise<number> => {
    const response = await fetch(`${bank.sandboxUrl}/inbox/api/messages`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body,
    });
    relay.delivered.push((JSON.parse(body) as { messageId: string }).messageId);
    await relay.beforeAnswer();
    return response.status;
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      answer(body, request.headers.authorization ?? "").then(
        (status) => response.writeHead(status).end("{}"),
        () => response.destroy(),
      );
    });
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  opened.push({ stop: () => closeServer(server) });
  relay.address = `http://localhost:${portOf(server)}/`;
  return relay;
};

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return address.port;
};

const closeServer = (server: Server): Promise<void> => {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
};

/** A server beside the bank's own, on the same database, ahead of it by `aheadSeconds`. */
const startServerBeside = async (
  inboxAddress: string,
  aheadSeconds: number,
): Promise<RunningServer> => {
  const config = parseServerConfig({ ...bank.environment, SMS_INBOX_URL: inboxAddress });
  const server = await startServer({
    config,
    policy: defaultPolicy,
    logger: createLogger("silent", () => undefined),
    clock: createTestClock(bank.clock.now() + aheadSeconds * 1000),
  });
  opened.push(server);
  return server;
};

/** Queued and tried once in vain: due again in two seconds, which never come for the bank's own clock. */
const queueUndelivered = async (...cards: readonly string[]): Promise<void> => {
  await setInbox(bank, "down");
  for (const card of cards) await issueCardToken(atm, card);
  await bank.drain();
  await setInbox(bank, "normal");
};

test("S4 while the inbox is away a message waits, is tried with growing pauses, and arrives once", async () => {
  await setInbox(bank, "down");
  await issueCardToken(atm, sara.card);
  await bank.drain();
  const [first] = await readOutbox();
  expect(first).toMatchObject({ state: "waiting", attempts: 1 });
  let attempts = 1;
  for (const seconds of [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
    bank.clock.advanceSeconds(seconds - 1);
    await bank.drain();
    expect(await readOutbox()).toMatchObject([{ attempts }]);
    bank.clock.advanceSeconds(1);
    await bank.drain();
    attempts += 1;
    expect(await readOutbox()).toMatchObject([{ state: "waiting", attempts }]);
  }
  await setInbox(bank, "normal");
  bank.clock.advanceSeconds(300);
  const arrived = await readSms(bank, sara.mobile);
  expect(arrived).toMatchObject([{ messageId: first?.id }]);
  expect(await readOutbox()).toMatchObject([{ id: first?.id, state: "sent", sealed: null }]);
});

test("S4 a message whose delivery was not confirmed is sent again under the same id, and stays one message", async () => {
  await queueUndelivered(sara.card);
  const relay = await startRelay();
  const server = await startServerBeside(relay.address, 10);
  relay.beforeAnswer = () => Promise.reject(new Error("the answer was lost"));
  await server.drain();
  expect(await readOutbox()).toMatchObject([{ state: "waiting", attempts: 2 }]);
  relay.beforeAnswer = () => Promise.resolve();
  const later = await startServerBeside(relay.address, 60);
  await later.drain();
  const [row] = await readOutbox();
  expect(row).toMatchObject({ state: "sent" });
  expect(relay.delivered).toEqual([row?.id, row?.id]);
  expect(await readSms(bank, sara.mobile)).toHaveLength(1);
});

test("S4 a message whose code has expired is given up, and what it said is erased", async () => {
  await queueUndelivered(sara.card);
  bank.clock.advanceSeconds(86_400);
  expect(await readSms(bank, sara.mobile)).toEqual([]);
  expect(await readOutbox()).toMatchObject([{ state: "given-up", sealed: null }]);
});

test("R3 a crash between sending and noting it leads to no second message", async () => {
  await queueUndelivered(sara.card);
  const relay = await startRelay();
  // The message is out; the connection that would note it dies before it can.
  relay.beforeAnswer = async () => {
    relay.beforeAnswer = () => Promise.resolve();
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`,
    );
  };
  const server = await startServerBeside(relay.address, 10);
  await server.drain().catch(() => undefined);
  expect(relay.delivered.length).toBeGreaterThanOrEqual(1);
  await server.drain();
  const [row] = await readOutbox();
  expect(row).toMatchObject({ state: "sent" });
  expect(relay.delivered).toEqual([row?.id, row?.id]);
  expect(await readSms(bank, sara.mobile)).toMatchObject([{ messageId: row?.id }]);
});

test("S4 two servers empty one outbox together and deliver each message once", async () => {
  const cards = [sara.card, reza.card, maryam.card];
  for (let round = 0; round < 5; round += 1) await queueUndelivered(...cards);
  const waiting = (await readOutbox()).map(({ id }) => id);
  expect(waiting).toHaveLength(15);
  const relay = await startRelay();
  const servers = [
    await startServerBeside(relay.address, 10),
    await startServerBeside(relay.address, 10),
  ];
  await Promise.all(servers.map((server) => server.drain()));
  expect([...relay.delivered].sort()).toEqual([...waiting].sort());
  for (const { state } of await readOutbox()) expect(state).toBe("sent");
});

test("S4 a refused change sends nothing: message and change are stored together or not at all", async () => {
  const refused = await atm.post("/bank/v1/tokens", {
    kind: "card",
    cardNumber: morePeople.narges.card,
    requestReference: "one-refused-request",
  });
  expect(refused.status).toBe(409);
  expect(await readOutbox()).toEqual([]);
});
