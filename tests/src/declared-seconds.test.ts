import { randomUUID } from "node:crypto";
import {
  createLogger,
  defaultPolicy,
  parseServerConfig,
  startServer,
  type RunningServer,
} from "@ramznama/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  equipHolder,
  exhaustYear,
  openGuesses,
  outcomeOf,
  tap,
  type Guesses,
  type Holder,
} from "./card-guesses.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { codeOf, createBareDevice } from "./bare-device.ts";
import { actOnToken, openDesk, readEvents, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { readActivationCode } from "./sms.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;

let bank: TestBank;
let second: RunningServer;
let shop: Channel;
/** The same channel at the second server. */
let otherShop: Channel;
let supervisor: Desk;
let auditor: Desk;
let network: OpenPhone;
let saras: Holder;
let rezas: Holder;
let guesses: Guesses;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  second = await startServer({
    config: parseServerConfig(bank.environment),
    policy: defaultPolicy,
    logger: createLogger("silent"),
    clock: bank.clock,
  });
  const beside = { ...bank, internalUrl: () => `http://localhost:${second.internalPort}` };
  const atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  otherShop = await openChannel(beside, "shop");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
  network = createOpenPhone(bank);
  saras = await equipHolder(bank, atm, sara, network.phone);
  rezas = await equipHolder(bank, atm, reza);
  guesses = await openGuesses(bank);
  await exhaustYear(bank, shop, sara.card);
});

afterAll(async () => {
  await second.stop();
  await bank.stop();
});

/** What was declared before is over. */
beforeEach(() => {
  bank.clock.advanceSeconds(3_600);
});

const declareTap = async (holder: Holder) => {
  const shown = await tap(bank, holder);
  expect(await holder.phone.declareCode(holder.id, shown.second)).toEqual({
    ok: true,
    declared: true,
  });
  return shown;
};

const pay = (holder: Holder, code: string, channel = shop): Promise<string> =>
  outcomeOf(channel, holder.card, code);

const eventsOf = (type: string) => readEvents(auditor, `type=${type}&serial=${saras.serial}`);

test("R12 after seventy failures by strangers the owner, online, pays at once, and again and again", async () => {
  const [token] = await saras.phone.tokens();
  expect(token?.mustDeclare).toBe(false);
  // Sara does not know yet: her code is refused at the shop, and her phone finds out when it is online.
  const unaware = await tap(bank, saras);
  expect(unaware.mustDeclare).toBe(false);
  expect(await pay(saras, unaware.code)).toBe("throttled");
  expect(await saras.phone.declareCode(saras.id, unaware.second)).toEqual({
    ok: true,
    declared: true,
  });
  expect(await pay(saras, unaware.code)).toBe("accepted");
  expect((await saras.phone.tokens())[0]?.mustDeclare).toBe(true);
  for (let times = 1; times <= 3; times += 1) {
    const shown = await declareTap(saras);
    expect(shown.mustDeclare).toBe(true);
    expect(await pay(saras, shown.code)).toBe("accepted");
    expect(await pay(saras, shown.code)).not.toBe("accepted");
  }
  const [accepted] = await eventsOf("code.accepted");
  expect(accepted).toMatchObject({ details: { declared: true } });
});

test("R12 beyond the year's failures only declared seconds are looked at, wherever else the window reaches", async () => {
  const undeclared = await tap(bank, saras);
  const declared = await declareTap(saras);
  expect(await pay(saras, undeclared.code)).toBe("not_accepted");
  expect(await pay(saras, declared.code)).toBe("accepted");
});

test("R12 without a declared second the answer is a wait of use, and the same for right and wrong codes", async () => {
  const shown = await tap(bank, saras);
  const ask = async (code: string) =>
    (await shop.verify({ purpose: "card-second-password", subject: saras.card, code })).body;
  expect({ ...(await ask(shown.code)), verificationId: "" }).toEqual({
    outcome: "rejected",
    reason: "throttled",
    retryAfterSeconds: 121,
    verificationId: "",
  });
  expect({ ...(await ask(guesses.code())), verificationId: "" }).toMatchObject({
    reason: "throttled",
    retryAfterSeconds: 121,
  });
});

test("S16 R12 a declared second lives 121 seconds and the skew, from the tap", async () => {
  const shown = await declareTap(saras);
  bank.clock.advanceSeconds(132);
  expect(await pay(saras, shown.code)).toBe("throttled");
  const other = await declareTap(saras);
  bank.clock.advanceSeconds(131);
  expect(await pay(saras, other.code)).toBe("accepted");
});

test("R12 twenty wrong codes spend a declared second, not the owner: the next tap is as good as any", async () => {
  const shown = await declareTap(saras);
  const before = await storedContent(bank);
  for (let times = 1; times <= 20; times += 1) {
    expect(await guesses.at(shop, saras.card)).toBe("not_accepted");
  }
  // Neither the year's failures nor a delay grew by them.
  const after = await storedContent(bank);
  expect(after["token_counters"]).toEqual(before["token_counters"]);
  expect(await guesses.at(shop, saras.card)).toBe("throttled");
  expect(await pay(saras, shown.code)).toBe("throttled");
  const next = await declareTap(saras);
  expect(await pay(saras, next.code)).toBe("accepted");
  const [refused] = await eventsOf("code.refused");
  expect(refused).toMatchObject({ details: { cause: "not_declared" } });
  expect(await eventsOf("alarm.token")).toMatchObject([
    { details: { cause: "declared_second_spent" } },
    { details: { cause: "failures_of_year" } },
  ]);
});

test("R12 a wrong code is remembered by its reference, so that a repetition costs no further try", async () => {
  const shown = await declareTap(saras);
  const transactionReference = randomUUID();
  const entry = {
    purpose: "card-second-password" as const,
    subject: saras.card,
    code: "00000000",
    transactionReference,
  };
  const first = (await shop.verify(entry)).body;
  for (let times = 1; times <= 25; times += 1) {
    expect((await shop.verify(entry)).body).toEqual({ ...first, replayed: true });
  }
  expect(await pay(saras, shown.code)).toBe("accepted");
});

test("R12 strangers who never stop guessing neither guess nor lock the owner out", async () => {
  for (let times = 1; times <= 10; times += 1) {
    for (let guess = 1; guess <= 5; guess += 1) {
      expect(await guesses.at(shop, saras.card)).toBe("throttled");
    }
    const shown = await declareTap(saras);
    const guessed = await Promise.all(
      Array.from({ length: 15 }, () => guesses.at(shop, saras.card)),
    );
    expect(guessed).not.toContain("accepted");
    expect(await pay(saras, shown.code)).toBe("accepted");
  }
});

test("R1 R12 one declared code sent many times at once, over two servers, is accepted once", async () => {
  for (let round = 1; round <= 10; round += 1) {
    const shown = await declareTap(saras);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        pay(saras, shown.code, index % 2 === 0 ? shop : otherShop),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
  }
});

test("R2 R12 wrong codes at once, over two servers, are compared with a declared second twenty times and not once more", async () => {
  await declareTap(saras);
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      guesses.at(index % 2 === 0 ? shop : otherShop, saras.card),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === "not_accepted")).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === "throttled")).toHaveLength(20);
});

test("R12 while a delay runs a declared second is looked at too, and afterwards everything again", async () => {
  for (let times = 1; times <= 6; times += 1) await guesses.at(shop, rezas.card);
  const undeclared = await tap(bank, rezas);
  expect(await pay(rezas, undeclared.code)).toBe("throttled");
  const declared = await declareTap(rezas);
  expect(await pay(rezas, declared.code)).toBe("accepted");
  bank.clock.advanceSeconds(15);
  expect((await rezas.phone.tokens())[0]?.mustDeclare).toBe(false);
  const later = await tap(bank, rezas);
  expect(later.mustDeclare).toBe(false);
  expect(await pay(rezas, later.code)).toBe("accepted");
  expect(await rezas.phone.declareCode(rezas.id, later.second)).toEqual({
    ok: true,
    declared: false,
  });
});

test("S18 R12 a phone without network shows the code and knows that the bank was not told; told later it is good", async () => {
  network.hold(/./);
  const shown = await tap(bank, saras);
  expect(shown.mustDeclare).toBe(true);
  expect(await saras.phone.declareCode(saras.id, shown.second)).toMatchObject({
    ok: false,
    reason: "unanswered",
  });
  expect(await pay(saras, shown.code)).toBe("throttled");
  network.release();
  bank.clock.advanceSeconds(60);
  expect(await saras.phone.declareCode(saras.id, shown.second)).toMatchObject({ ok: true });
  expect(await pay(saras, shown.code)).toBe("accepted");
});

const declare = async (phone: OpenPhone, serial: string, atSecond: number) => {
  const path = `/device/v1/tokens/${serial}/declared-seconds`;
  const text = JSON.stringify({ second: atSecond });
  const response = await fetch(`${bank.publicUrl()}${path}`, {
    method: "POST",
    headers: { ...(await phone.prove("POST", path, text)), "content-type": "application/json" },
    body: text,
  });
  const body = (await response.json()) as { code?: string; declares?: unknown };
  return [response.status, body.code] as const;
};

const nowSecond = (): number => Math.floor(bank.clock.now() / 1000);

test("R9 R12 only the registered phone of a token declares its seconds", async () => {
  const before = await storedContent(bank);
  const stranger = createOpenPhone(bank);
  expect(await declare(stranger, saras.serial, nowSecond())).toEqual([
    403,
    "device_not_registered",
  ]);
  expect(await declare(network, rezas.serial, nowSecond())).toEqual([404, "token_not_found"]);
  expect(await declare(network, "100000000008", nowSecond())).toEqual([404, "token_not_found"]);
  expect(await storedContent(bank)).toEqual(before);
});

test("R12 a second far from the server's clock is not declared, and nothing of it is kept", async () => {
  const before = await storedContent(bank);
  for (const away of [-86_400, -132, 11, 86_400]) {
    const answer = await declare(network, saras.serial, nowSecond() + away);
    expect(answer).toEqual([422, "second_out_of_window"]);
  }
  expect(await storedContent(bank)).toEqual(before);
});

test("R12 a phone that declares without end is stopped at ten living seconds and at a hundred a day", async () => {
  bank.clock.advanceSeconds(86_400);
  let declared = 0;
  for (; declared < 10; declared += 1) {
    expect(await declare(network, saras.serial, nowSecond() - declared)).toEqual([200, undefined]);
  }
  expect(await declare(network, saras.serial, nowSecond() + 1)).toEqual([429, "rate_limited"]);
  expect(await declare(network, saras.serial, nowSecond())).toEqual([200, undefined]);
  while (declared < 100) {
    bank.clock.advanceSeconds(150);
    for (let times = 1; times <= 10; times += 1, declared += 1) {
      await declare(network, saras.serial, nowSecond() - times);
    }
  }
  bank.clock.advanceSeconds(150);
  expect(await declare(network, saras.serial, nowSecond())).toEqual([429, "rate_limited"]);
  bank.clock.advanceSeconds(86_400 + 3_600);
  await bank.drain();
  expect((await storedContent(bank))["declared_seconds"] ?? []).toHaveLength(0);
  expect(await pay(saras, (await declareTap(saras)).code)).toBe("accepted");
});

test("a suspended token declares nothing, and a lifted suspension ends no year", async () => {
  await actOnToken(supervisor, saras.serial, "suspension");
  expect(await declare(network, saras.serial, nowSecond())).toEqual([409, "token_state_conflict"]);
  await supervisor.delete(`/staff/v1/tokens/${saras.serial}/suspension`);
  expect(await pay(saras, (await tap(bank, saras)).code)).toBe("throttled");
  expect(await pay(saras, (await declareTap(saras)).code)).toBe("accepted");
});

test("R12 a new token of the card does not wait for what was guessed at the old one, and its first code confirms it", async () => {
  const { amir } = morePeople;
  const atm = await openChannel(bank, "atm");
  const device = await createBareDevice(bank);
  await device.register(amir);
  const activate = async () => {
    const { serial } = await issueCardToken(atm, amir.card);
    const code = await readActivationCode(bank, amir.mobile, amir.card);
    const begun = await device.begin({ kind: "card", cardNumber: amir.card, serial, code });
    return device.open(begun, await device.sendActivation(begun));
  };
  const old = await activate();
  await device.confirm(old);
  await exhaustYear(bank, shop, amir.card);
  expect(await outcomeOf(shop, amir.card, codeOf(old, bank.clock.now()))).toBe("throttled");
  const fresh = await activate();
  expect(await outcomeOf(shop, amir.card, codeOf(old, bank.clock.now()))).toBe("not_accepted");
  expect(await outcomeOf(shop, amir.card, codeOf(fresh, bank.clock.now()))).toBe("accepted");
});
