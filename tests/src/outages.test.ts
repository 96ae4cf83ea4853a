import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, problemOf, type Reply } from "./ask.ts";
import { openChannel, takeToken, type Channel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, people, registerPhone, takeCode } from "./test-phone.ts";

/** A bank on a database of its own, which its tests may kill; Sara has an active card token. */
let folder: string;
let postgres: RunningPostgres;
let bank: TestBank;
let atm: Channel;
let shop: Channel;
let phone: OpenPhone;
let id: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ramznama-outages-"));
  postgres = await startPostgres({ dataFolder: folder });
  bank = await startTestBank({ databaseUrl: postgres.url });
  [atm, shop] = [await openChannel(bank, "atm"), await openChannel(bank, "shop")];
  phone = createOpenPhone(bank);
  await registerPhone(bank, phone.phone, people.sara);
  ({ id } = await activateCard(bank, atm, phone.phone, people.sara));
});

afterAll(async () => {
  await bank.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const post = async (channel: Channel, path: string, body: object): Promise<Reply> =>
  ask(bank, {
    listener: "internal",
    method: "POST",
    path,
    headers: bearer(channel.token),
    text: JSON.stringify(body),
  });

const expectUnavailable = (reply: Reply, code: string): void => {
  expect([reply.status, problemOf(reply).code]).toEqual([503, code]);
  expect(reply.headers.get("retry-after")).toMatch(/^[1-9][0-9]*$/);
};

const verification = async (afterSeconds = 130) => {
  bank.clock.advanceSeconds(afterSeconds);
  return {
    purpose: "card-second-password",
    subject: people.sara.card,
    code: await takeCode(phone.phone, id),
    transactionReference: randomUUID(),
  } as const;
};

const issue = (cardNumber: string) => ({
  kind: "card",
  cardNumber,
  requestReference: randomUUID(),
});

const ready = async (): Promise<Reply> =>
  ask(bank, { listener: "internal", method: "GET", path: "/health/ready" });

describe("R3 the database is gone", () => {
  test("everything that needs it says 503 and when to come again; what it did not store was not accepted", async () => {
    const asked = await verification();
    const issued = issue(people.reza.card);
    const before = await storedContent(bank);
    const proof = await phone.prove("GET", "/device/v1/tokens");
    await postgres.kill9();

    for (const reply of await Promise.all([
      post(shop, "/bank/v1/verifications", asked),
      post(shop, "/bank/v1/verifications", asked),
      post(atm, "/bank/v1/tokens", issued),
      ask(bank, { listener: "public", method: "GET", path: "/device/v1/tokens", headers: proof }),
      ready(),
    ])) {
      expectUnavailable(reply, "database_unavailable");
    }
    const live = await ask(bank, { listener: "internal", method: "GET", path: "/health/live" });
    expect(live.status).toBe(200);

    await postgres.restart();
    expect((await ready()).status).toBe(200);
    expect(await storedContent(bank)).toEqual(before);
    const accepted = await shop.verify(asked);
    expect(accepted.body).toMatchObject({ outcome: "accepted" });
    expect(accepted.body).not.toHaveProperty("replayed");
    expect((await post(atm, "/bank/v1/tokens", issued)).status).toBe(201);
  });

  test("killed in the middle of verifications: what was acknowledged stays, and no code is good again", async () => {
    const asked: Awaited<ReturnType<typeof verification>>[] = [];
    for (let count = 0; count < 4; count += 1) asked.push(await verification(5));
    const under = asked.map((entry) => post(shop, "/bank/v1/verifications", entry));
    await Promise.race(under);
    await postgres.kill9();
    const replies = await Promise.all(under);
    await postgres.restart();

    for (const [at, reply] of replies.entries()) {
      const entry = asked[at];
      if (entry === undefined) throw new Error("more replies than questions");
      if (reply.status !== 200) expectUnavailable(reply, "database_unavailable");
      const { status, body } = await shop.verify(entry);
      expect(status).toBe(200);
      if (reply.status !== 200) continue;
      expect(body).toEqual({ ...(JSON.parse(reply.text) as object), replayed: true });
    }
    for (const entry of asked) {
      const anew = { ...entry, transactionReference: randomUUID() };
      expect((await shop.verify(anew)).body).toMatchObject({ outcome: "rejected" });
    }
  });
});

describe("core banking is away", () => {
  const behave = async (mode: string, delayMilliseconds = 60_000): Promise<void> => {
    const response = await fetch(`${bank.sandboxUrl}/core/v1/behaviour`, {
      method: "PUT",
      headers: {
        ...bearer(await takeToken(bank, "sandbox-operator")),
        "content-type": "application/json",
      },
      body: JSON.stringify({ mode, delayMilliseconds }),
    });
    expect(response.status).toBe(200);
  };

  afterEach(() => behave("normal"));

  test.each(["down", "nonsense", "slow"])(
    "%s: nothing is issued or blocked, and the same request works when it is back",
    async (mode) => {
      bank.clock.advanceSeconds(90_000);
      const before = await storedContent(bank);
      const issued = issue(people.maryam.card);
      const blocked = { cardNumber: "6280238984686794", requestReference: randomUUID() };
      await behave(mode);
      const replies = await Promise.all([
        post(atm, "/bank/v1/tokens", issued),
        post(atm, "/bank/v1/token-blocks", blocked),
      ]);
      for (const reply of replies) expectUnavailable(reply, "core_bank_unavailable");
      expect(await storedContent(bank)).toEqual(before);
      await behave("normal");
      expect((await post(atm, "/bank/v1/tokens", issued)).status).toBe(201);
      expect((await post(atm, "/bank/v1/token-blocks", blocked)).status).toBe(200);
    },
  );

  test("codes are verified on what core banking said within the last day, and on nothing older", async () => {
    bank.clock.advanceSeconds(90_000);
    expect((await shop.verify(await verification())).body).toMatchObject({ outcome: "accepted" });
    await behave("down");
    const fresh = await shop.verify(await verification());
    expect(fresh.body).toMatchObject({ outcome: "accepted" });

    bank.clock.advanceSeconds(86_400);
    const asked = await verification();
    const before = await storedContent(bank);
    expectUnavailable(await post(shop, "/bank/v1/verifications", asked), "core_bank_unavailable");
    expect(await storedContent(bank)).toEqual(before);
    await behave("normal");
    expect((await shop.verify(asked)).body).toMatchObject({ outcome: "accepted" });
  });
});
