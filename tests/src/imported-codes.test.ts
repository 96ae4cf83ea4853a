import { toPersianDigits } from "@ramznama/persian";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents, type AuditEvent, type Desk } from "./desk.ts";
import {
  clock30,
  clock60,
  clockCode,
  counter6,
  counterCode,
  importHardToken,
  type HardToken,
} from "./hard-token.ts";
import { loadZahra } from "./many-cards.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";

const monthSeconds = 30 * 86_400;

let bank: TestBank;
let shop: Channel;
let auditor: Desk;
let cards: string[];

beforeAll(async () => {
  // On the first second of a step of any length used here.
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 60_000) * 60_000) });
  shop = await openChannel(bank, "shop");
  auditor = await openDesk(bank, "auditor");
  cards = (await loadZahra()).cards.map((card) => card.number);
});

afterAll(() => bank.stop());

beforeEach(() => {
  bank.clock.advanceSeconds(3_600);
});

/** A token on a card that had none. */
const bringIn = (profile: unknown, change = {}) => {
  const card = cards.shift();
  if (card === undefined) throw new Error("no card is left");
  return importHardToken(bank, { customerId: "C1007", card }, profile, change);
};

type Imported = HardToken & { readonly serial: string; readonly card: string };

const pay = async ({ card }: Imported, code: string): Promise<string> => {
  const purpose = "card-second-password";
  const { body } = await shop.verify({ purpose, subject: card, code });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

const now = (): number => Math.floor(bank.clock.now() / 1000);

const lastEvent = async ({ serial }: Imported): Promise<AuditEvent> => {
  const [event] = await readEvents(auditor, `serial=${serial}`);
  if (event === undefined) throw new Error("nothing was written about the token");
  return event;
};

const clockKinds = [
  clock30,
  clock60,
  { ...clock30, hash: "SHA-256", digits: 7 },
  { ...clock60, hash: "SHA-512", digits: 8 },
  { ...clock30, hash: "SHA-512", digits: 6 },
  { ...clock60, hash: "SHA-256", digits: 6 },
] as const;

test.each(clockKinds)(
  "R1 a token with $stepSeconds-second steps, $hash and $digits digits is accepted, and each code once",
  async (profile) => {
    const token = await bringIn(profile);
    for (let times = 1; times <= 3; times += 1) {
      const code = clockCode(token, profile, now());
      expect(await pay(token, code)).toBe("accepted");
      expect(await pay(token, code)).toBe("not_accepted");
      expect((await lastEvent(token)).details).toMatchObject({ cause: "already_used" });
      bank.clock.advanceSeconds(profile.stepSeconds);
    }
    const older = clockCode(token, profile, now());
    bank.clock.advanceSeconds(profile.stepSeconds);
    expect(await pay(token, clockCode(token, profile, now()))).toBe("accepted");
    expect(await pay(token, older)).toBe("not_accepted");
    expect((await lastEvent(token)).details).toMatchObject({ cause: "superseded" });
  },
);

test("S16 a code of a 30-second token lives through its validity and the skew, and no step longer", async () => {
  const token = await bringIn(clock30);
  const code = clockCode(token, clock30, now());
  bank.clock.advanceSeconds(90 + 29 + 1);
  expect(await pay(token, code)).toBe("not_accepted");
  const next = clockCode(token, clock30, now());
  bank.clock.advanceSeconds(90);
  expect(await pay(token, next)).toBe("accepted");
});

test("U4 digits of every script, grouped and spaced, are understood", async () => {
  const token = await bringIn(clock30);
  const scripts: ((code: string) => string)[] = [
    toPersianDigits,
    (code) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
    (code) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x0966 + Number(digit))),
    (code) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    (code) => `${code.slice(0, 3)} ${code.slice(3)}\n`,
    (code) => toPersianDigits(`${code.slice(0, 3)}-${code.slice(3)}`),
  ];
  for (const write of scripts) {
    expect(await pay(token, write(clockCode(token, clock30, now())))).toBe("accepted");
    bank.clock.advanceSeconds(30);
  }
});

test("what has not the token's number of digits is no guess, and leaves a first code in memory", async () => {
  const token = await bringIn(counter6);
  expect(await pay(token, counterCode(token, 20))).toBe("not_accepted");
  for (let times = 1; times <= 20; times += 1)
    expect(await pay(token, "12345")).toBe("not_accepted");
  expect(await pay(token, counterCode(token, 21))).toBe("accepted");
});

test("R7 a clock that runs two steps ahead over months is followed, and the audit says by how much", async () => {
  const token = await bringIn(clock30);
  for (const aheadSeconds of [0, 15, 30, 45, 60, 75]) {
    bank.clock.advanceSeconds(monthSeconds);
    expect(await pay(token, clockCode(token, clock30, now() + aheadSeconds))).toBe("accepted");
    const { type, details } = await lastEvent(token);
    expect([type, details["driftSteps"]]).toEqual(["code.accepted", Math.floor(aheadSeconds / 30)]);
    expect(details).not.toHaveProperty("resynced");
  }
});

test("R7 a clock that falls behind over months is followed too", async () => {
  const token = await bringIn(clock60);
  for (let month = 0; month <= 8; month += 1) {
    bank.clock.advanceSeconds(monthSeconds);
    expect(await pay(token, clockCode(token, clock60, now() - month * 40))).toBe("accepted");
  }
  expect((await lastEvent(token)).details["driftSteps"]).toBeLessThan(-2);
});

test("R7 a clock that jumped ten minutes comes back by two codes in a row, and both are used up", async () => {
  const token = await bringIn(clock30);
  expect(await pay(token, clockCode(token, clock30, now()))).toBe("accepted");
  bank.clock.advanceSeconds(3_600);
  const first = clockCode(token, clock30, now() + 600);
  expect(await pay(token, first)).toBe("not_accepted");
  expect((await lastEvent(token)).details).toMatchObject({ cause: "out_of_step" });
  bank.clock.advanceSeconds(30);
  const second = clockCode(token, clock30, now() + 600);
  expect(await pay(token, second)).toBe("accepted");
  expect((await lastEvent(token)).details).toMatchObject({ driftSteps: 20, resynced: true });
  expect(await pay(token, second)).toBe("not_accepted");
  expect(await pay(token, first)).toBe("not_accepted");
  bank.clock.advanceSeconds(30);
  expect(await pay(token, clockCode(token, clock30, now() + 600))).toBe("accepted");
});

test("R7 another code between the two takes the first away, and so does waiting too long", async () => {
  const token = await bringIn(clock60);
  const behind = () => clockCode(token, clock60, now() - 1_800);
  expect(await pay(token, behind())).toBe("not_accepted");
  expect(await pay(token, "000000")).toBe("not_accepted");
  bank.clock.advanceSeconds(60);
  expect(await pay(token, behind())).toBe("not_accepted");
  expect((await lastEvent(token)).details).toMatchObject({ cause: "out_of_step" });
  bank.clock.advanceSeconds(241);
  expect(await pay(token, clockCode(token, clock60, now() - 1_800 - 181))).toBe("not_accepted");
  bank.clock.advanceSeconds(120);
  expect(await pay(token, behind())).toBe("not_accepted");
  bank.clock.advanceSeconds(60);
  // Five failures were free, the sixth would wait: the owner was right in time.
  expect(await pay(token, behind())).toBe("accepted");
});

test("R7 a clock that leapt back is refused until it has passed the last accepted code", async () => {
  const token = await bringIn(clock30);
  expect(await pay(token, clockCode(token, clock30, now()))).toBe("accepted");
  bank.clock.advanceSeconds(30);
  for (const back of [1_200, 1_170]) {
    expect(await pay(token, clockCode(token, clock30, now() - back))).toBe("not_accepted");
    expect((await lastEvent(token)).details).toMatchObject({ cause: "no_match" });
  }
  bank.clock.advanceSeconds(1_200);
  expect(await pay(token, clockCode(token, clock30, now() - 1_200))).toBe("not_accepted");
  bank.clock.advanceSeconds(30);
  expect(await pay(token, clockCode(token, clock30, now() - 1_200))).toBe("accepted");
  expect((await lastEvent(token)).details).toMatchObject({ driftSteps: -40, resynced: true });
});

test("R1 a counting token: in order, skipped, replayed, too far, and back by two codes in a row", async () => {
  const token = await bringIn(counter6);
  const enter = (counter: number) => pay(token, counterCode(token, counter));
  expect([await enter(0), await enter(1), await enter(1)]).toEqual([
    "accepted",
    "accepted",
    "not_accepted",
  ]);
  expect((await lastEvent(token)).details).toMatchObject({ cause: "already_used" });
  expect(await enter(7)).toBe("accepted");
  expect((await lastEvent(token)).details).toMatchObject({ counter: 7 });
  expect(await enter(5)).toBe("not_accepted");
  // Pressed in a pocket: beyond the look-ahead.
  expect([await enter(60), await enter(61)]).toEqual(["not_accepted", "accepted"]);
  expect((await lastEvent(token)).details).toMatchObject({ counter: 61, resynced: true });
  expect([await enter(61), await enter(60)]).toEqual(["not_accepted", "not_accepted"]);
  expect(await enter(62)).toBe("accepted");
});

test("a counting token's first code is forgotten with a wrong one between, and after ten minutes", async () => {
  const token = await bringIn(counter6);
  const enter = (counter: number) => pay(token, counterCode(token, counter));
  expect([await enter(30), await enter(0), await enter(31)]).toEqual([
    "not_accepted",
    "accepted",
    "not_accepted",
  ]);
  bank.clock.advanceSeconds(601);
  expect(await enter(32)).toBe("not_accepted");
  bank.clock.advanceSeconds(600);
  expect(await enter(33)).toBe("accepted");
});

test("a token begins where its maker's file says: at its next counter, or with its known drift", async () => {
  const counting = await bringIn(counter6, { nextCounter: 5_000 });
  expect(await pay(counting, counterCode(counting, 4_999))).toBe("not_accepted");
  expect(await pay(counting, counterCode(counting, 5_003))).toBe("accepted");
  const drifted = await bringIn(clock30, { driftSteps: -10 });
  expect(await pay(drifted, clockCode(drifted, clock30, now() - 300))).toBe("accepted");
});

test("R7 with one-second steps an imported token learns no drift and does not come back by two codes", async () => {
  const profile = {
    kind: "totp",
    hash: "SHA-256",
    digits: 8,
    stepSeconds: 1,
    validitySeconds: 121,
    skewSeconds: 10,
  } as const;
  const token = await bringIn(profile);
  for (const off of [10, -121, -131, 10]) {
    bank.clock.advanceSeconds(200);
    expect(await pay(token, clockCode(token, profile, now() + off))).toBe("accepted");
    expect((await lastEvent(token)).details).toMatchObject({ driftSteps: 0 });
  }
  bank.clock.advanceSeconds(200);
  for (const off of [-150, -149, 30, 31]) {
    expect(await pay(token, clockCode(token, profile, now() + off))).toBe("not_accepted");
    expect((await lastEvent(token)).details).toMatchObject({ cause: "no_match" });
  }
});

test("R12 an imported token's guesses stop within odds of 1e-4, and a first code of two counts as one", async () => {
  const token = await bringIn(clock30);
  let failures = 0;
  const failAsAllowed = async (code: string): Promise<void> => {
    if (failures % 5 === 0) bank.clock.advanceSeconds(86_400);
    expect(await pay(token, code)).toBe("not_accepted");
    failures += 1;
  };
  await failAsAllowed(clockCode(token, clock30, now() + 86_400 + 1_200));
  while (failures < 19) {
    // A code of an hour three days ahead: beyond every window, whatever it is.
    await failAsAllowed(clockCode(token, clock30, now() + 3 * 86_400));
  }
  bank.clock.advanceSeconds(86_400);
  expect(await pay(token, clockCode(token, clock30, now()))).toBe("throttled");
  bank.clock.advanceSeconds(365 * 86_400);
  expect(await pay(token, clockCode(token, clock30, now()))).toBe("accepted");
});
