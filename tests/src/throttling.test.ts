import { randomUUID } from "node:crypto";
import type { Phone } from "@ramznama/phone";
import { toPersianDigits } from "@ramznama/persian";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { actOnToken, openDesk, readEvents, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

const { reza, maryam } = people;
const { ali, amir } = morePeople;

const daySeconds = 86_400;
const yearSeconds = 365 * daySeconds;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let core: Channel;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  core = await openChannel(bank, "core");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

interface CardOwner {
  readonly nationalId: string;
  readonly mobile: string;
  readonly card: string;
}

interface Holder {
  readonly phone: Phone;
  readonly id: string;
  readonly serial: string;
  readonly card: string;
}

const equip = async (owner: CardOwner): Promise<Holder> => {
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, owner);
  return { phone, card: owner.card, ...(await activateCard(bank, atm, phone, owner)) };
};

/** A day on which nothing has failed yet. */
const nextDay = (): void => {
  bank.clock.advanceSeconds(daySeconds);
};

interface Entry {
  readonly origin?: string;
  readonly transactionReference?: string;
}

const verifyAt = async (channel: Channel, card: string, code: string, entry: Entry = {}) =>
  (await channel.verify({ purpose: "card-second-password", subject: card, code, ...entry })).body;

const outcomeOf = async (card: string, code: string, entry: Entry = {}): Promise<string> => {
  const body = await verifyAt(shop, card, code, entry);
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

let guesses = 0;

/** A code that a token's window holds by a chance of one in a million. */
const guess = (card: string, entry: Entry = {}): Promise<string> => {
  guesses += 1;
  return outcomeOf(card, String(10_000_019 * (guesses % 9) + guesses).padStart(8, "0"), entry);
};

const pay = async (holder: Holder, entry: Entry = {}): Promise<string> => {
  bank.clock.advanceSeconds(1);
  return outcomeOf(holder.card, await takeCode(holder.phone, holder.id), entry);
};

/** Seconds that the next guess must wait; 0 when it would be looked at now. Asks with a code that is no guess. */
const delayNow = async (card: string): Promise<number> => {
  const body = await verifyAt(shop, card, "not a code");
  return body.outcome === "rejected" && body.reason === "throttled"
    ? (body.retryAfterSeconds ?? -1)
    : 0;
};

const failFreely = async (card: string): Promise<void> => {
  for (let times = 1; times <= 5; times += 1) expect(await guess(card)).toBe("not_accepted");
};

let alis: Holder;
let rezas: Holder;

beforeAll(async () => {
  alis = await equip(ali);
  rezas = await equip(reza);
});

test("R12 five wrong codes a day are free; from the sixth on delays double from 15 seconds to an hour", async () => {
  nextDay();
  const { card } = alis;
  for (let times = 1; times <= 5; times += 1) {
    expect(await guess(card)).toBe("not_accepted");
    expect(await delayNow(card)).toBe(0);
  }
  for (const seconds of [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
    expect(await guess(card)).toBe("not_accepted");
    expect(await delayNow(card)).toBe(seconds);
    bank.clock.advanceSeconds(seconds - 1);
    expect(await verifyAt(shop, card, await takeCode(alis.phone, alis.id))).toMatchObject({
      outcome: "rejected",
      reason: "throttled",
      retryAfterSeconds: 1,
    });
    bank.clock.advanceSeconds(1);
    expect(await delayNow(card)).toBe(0);
  }
});

test("R12 when the delay is over the owner's code is accepted, and that clears nothing", async () => {
  nextDay();
  await failFreely(alis.card);
  await guess(alis.card);
  expect(await delayNow(alis.card)).toBe(15);
  bank.clock.advanceSeconds(15);
  expect(await pay(alis)).toBe("accepted");
  expect(await guess(alis.card)).toBe("not_accepted");
  expect(await delayNow(alis.card)).toBe(30);
});

test("R12 a lifted suspension clears nothing either", async () => {
  nextDay();
  await failFreely(alis.card);
  await guess(alis.card);
  await actOnToken(supervisor, alis.serial, "suspension");
  await supervisor.delete(`/staff/v1/tokens/${alis.serial}/suspension`);
  expect(await delayNow(alis.card)).toBe(15);
  bank.clock.advanceSeconds(15);
  await guess(alis.card);
  expect(await delayNow(alis.card)).toBe(30);
});

test("R12 failures decay with time alone: a day later five are free again", async () => {
  nextDay();
  await failFreely(alis.card);
  bank.clock.advanceSeconds(daySeconds - 1);
  await guess(alis.card);
  expect(await delayNow(alis.card)).toBe(15);
  bank.clock.advanceSeconds(15);
  for (let times = 1; times <= 4; times += 1) expect(await guess(alis.card)).toBe("not_accepted");
  expect(await delayNow(alis.card)).toBe(0);
});

test("what cannot be a code of this token is no guess: it is refused and never counted", async () => {
  nextDay();
  const malformed = ["1234567", "123456789", "abcdefgh", "12-34", "😀", "0".repeat(64)];
  for (const code of [...malformed, ...malformed, ...malformed]) {
    expect(await outcomeOf(alis.card, code)).toBe("not_accepted");
  }
  expect(await pay(alis)).toBe("accepted");
  bank.clock.advanceSeconds(1);
  const persian = toPersianDigits(await takeCode(alis.phone, alis.id));
  expect(await outcomeOf(alis.card, persian.replace(/(.{4})/, "$1 "))).toBe("accepted");
});

test("a throttled answer is not remembered: the same entry is looked at after the delay, and then once", async () => {
  nextDay();
  await failFreely(alis.card);
  await guess(alis.card);
  bank.clock.advanceSeconds(1);
  const code = await takeCode(alis.phone, alis.id);
  const entry = { transactionReference: randomUUID() };
  const ask = () => verifyAt(shop, alis.card, code, entry);
  expect(await ask()).toMatchObject({ reason: "throttled", retryAfterSeconds: 14 });
  bank.clock.advanceSeconds(14);
  const accepted = await ask();
  expect(accepted.outcome).toBe("accepted");
  expect(accepted).not.toHaveProperty("replayed");
  expect(await ask()).toEqual({ ...accepted, replayed: true });
});

test("a throttled entry says nothing about whether its code was right, and spends none", async () => {
  nextDay();
  await failFreely(alis.card);
  await guess(alis.card);
  bank.clock.advanceSeconds(1);
  const right = await verifyAt(shop, alis.card, await takeCode(alis.phone, alis.id));
  const wrong = await verifyAt(shop, alis.card, "12345678");
  expect({ ...right, verificationId: "" }).toEqual({ ...wrong, verificationId: "" });
  expect(await delayNow(alis.card)).toBe(14);
});

test("R12 seventy failures in a rolling year and no undeclared code is looked at until the oldest is a year old", async () => {
  const holder = await equip(amir);
  const first = bank.clock.now() / 1000;
  for (let day = 1; day <= 14; day += 1) {
    await failFreely(holder.card);
    if (day < 14) {
      expect(await pay(holder)).toBe("accepted");
      nextDay();
    }
  }
  nextDay();
  const left = first + yearSeconds - bank.clock.now() / 1000;
  // Months would help nobody: the owner declares a code meanwhile (declared-seconds.test.ts).
  expect(await delayNow(holder.card)).toBe(121);
  expect(await pay(holder)).toBe("throttled");
  bank.clock.advanceSeconds(left - 2);
  expect(await delayNow(holder.card)).toBe(1);
  bank.clock.advanceSeconds(1);
  // The five of the first day are gone, those of the next days still count.
  expect(await pay(holder)).toBe("accepted");
  await failFreely(holder.card);
  expect(await pay(holder)).toBe("throttled");
});

test("R12 one code sprayed from a terminal raises one alarm an hour and stops that terminal alone", async () => {
  nextDay();
  const spray = { origin: "terminal-666" };
  for (let times = 1; times <= 60; times += 1) {
    expect(await guess(maryam.card, spray)).toBe("no_active_token");
  }
  const alarms = () => readEvents(auditor, "type=alarm.origin");
  expect(await alarms()).toMatchObject([
    { actor: "shop", details: { origin: "terminal-666", refusalsInHour: 60 } },
  ]);
  expect(await verifyAt(shop, maryam.card, "12345678", spray)).toMatchObject({
    reason: "throttled",
    retryAfterSeconds: 3_600,
  });
  expect(await pay(rezas, spray)).toBe("throttled");
  // Neither the customer, nor other terminals, nor a terminal of that name elsewhere are touched.
  expect(await pay(rezas, { origin: "terminal-1" })).toBe("accepted");
  expect(await pay(rezas)).toBe("accepted");
  bank.clock.advanceSeconds(1);
  const code = await takeCode(rezas.phone, rezas.id);
  expect((await verifyAt(core, reza.card, code, spray)).outcome).toBe("accepted");
  expect(await alarms()).toHaveLength(1);

  bank.clock.advanceSeconds(3_600);
  expect(await pay(rezas, spray)).toBe("accepted");
  for (let times = 1; times <= 60; times += 1) await guess(maryam.card, spray);
  expect(await alarms()).toHaveLength(2);
});

test("R12 wrong codes count for the terminal too, and what the terminal's delay refused counts for nobody", async () => {
  nextDay();
  const entry = { origin: "terminal-7" };
  for (let times = 1; times <= 59; times += 1) await guess(maryam.card, entry);
  expect(await guess(rezas.card, entry)).toBe("not_accepted");
  for (let times = 1; times <= 10; times += 1) {
    expect(await guess(rezas.card, entry)).toBe("throttled");
  }
  for (let times = 1; times <= 4; times += 1) await guess(rezas.card);
  expect(await delayNow(rezas.card)).toBe(0);
  await guess(rezas.card);
  expect(await delayNow(rezas.card)).toBe(15);
});
