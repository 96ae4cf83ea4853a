import { defaultPolicy } from "@ramznama/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { equipHolder, exhaustYear, outcomeOf, tap, type Holder } from "./card-guesses.ts";
import { openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { loadZahra } from "./many-cards.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;
const code = "24681357";

let bank: TestBank;
let shop: Channel;
let core: Channel;
let auditor: Desk;
let cards: readonly string[];
let rezas: Holder;

beforeAll(async () => {
  const policy = {
    ...defaultPolicy,
    guessing: { ...defaultPolicy.guessing, channelFailuresPerHour: 300 },
  };
  const clock = createTestClock(Math.floor(Date.now() / 1000) * 1000);
  bank = await startTestBank({ clock, policy });
  const atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  core = await openChannel(bank, "core");
  auditor = await openDesk(bank, "auditor");
  cards = (await loadZahra()).cards.map(({ number }) => number);
  await equipHolder(bank, atm, sara);
  rezas = await equipHolder(bank, atm, reza);
  await exhaustYear(bank, core, sara.card);
});

afterAll(() => bank.stop());

/** What was counted in the hour before is over. */
beforeEach(() => {
  bank.clock.advanceSeconds(3_601);
});

const alarms = async (type: "alarm.origin" | "alarm.channel") =>
  (await readEvents(auditor, `type=${type}`)).map(({ actor, details }) => [actor, details]);

/** Cards without a token, one that is throttled for the year, and one whose code is simply wrong. */
const mixture = (index: number): string =>
  index % 3 === 0
    ? sara.card
    : index % 20 === 1
      ? rezas.card
      : (cards[index % cards.length] ?? sara.card);

test("R12 one code sprayed from a terminal over cards without token, throttled ones and live ones: one alarm an hour", async () => {
  const reasons = new Map<string, number>();
  for (let index = 0; index < 60; index += 1) {
    const reason = await outcomeOf(shop, mixture(index), code, { origin: "terminal-666" });
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  expect(Object.fromEntries(reasons)).toEqual({
    no_active_token: 38,
    not_accepted: 2,
    throttled: 20,
  });
  expect(await alarms("alarm.origin")).toEqual([
    ["shop", { origin: "terminal-666", refusalsInHour: 60 }],
  ]);
  for (let index = 0; index < 40; index += 1) {
    expect(await outcomeOf(shop, mixture(index), code, { origin: "terminal-666" })).toBe(
      "throttled",
    );
  }
  expect(await alarms("alarm.origin")).toHaveLength(1);
  bank.clock.advanceSeconds(3_600);
  for (let index = 0; index < 60; index += 1) {
    await outcomeOf(shop, mixture(index), code, { origin: "terminal-666" });
  }
  expect(await alarms("alarm.origin")).toHaveLength(2);
});

test("R12 one code sprayed from many terminals at once alarms for the channel, once an hour, and stops nobody", async () => {
  const before = (await alarms("alarm.channel")).length;
  const spray = async (count: number): Promise<void> => {
    for (let sent = 0; sent < count; sent += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          outcomeOf(shop, mixture(sent + index), code, { origin: `client-${index}` }),
        ),
      );
    }
  };
  await spray(250);
  expect(await alarms("alarm.channel")).toHaveLength(before);
  await spray(100);
  const raised = await alarms("alarm.channel");
  expect(raised).toHaveLength(before + 1);
  expect(raised[0]?.[0]).toBe("shop");
  await spray(100);
  expect(await alarms("alarm.channel")).toHaveLength(before + 1);
  // A day later Reza's own failures cost no delay any more: the channel was never in the way.
  const shown = await tap(bank, rezas);
  await rezas.phone.declareCode(rezas.id, shown.second);
  expect(await outcomeOf(shop, rezas.card, shown.code, { origin: "client-new" })).toBe("accepted");
  expect(await outcomeOf(core, cards[0] ?? "", code)).toBe("no_active_token");
});
