/** «مسدود کردن رمزنما» and the gateway login: no way around the code for a thief, none asked that nobody can have. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import {
  askForLinks,
  findToken,
  issueAccountToken,
  liftBlockByTwo,
  openDesk,
  type Desk,
} from "./desk.ts";
import { linkCustomer, type LinkedCustomer } from "./linked-customer.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;

interface Owner {
  readonly card: string;
  readonly gatewayLogin: string;
}

let bank: TestBank;
let atm: Channel;
let internetBank: Channel;
let teller: Desk;
let supervisor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  internetBank = await openChannel(bank, "internet-bank");
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day.
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

const atAtm = (what: "token-blocks" | "device-releases", { card }: Owner) =>
  atm.post(`/bank/v1/${what}`, { cardNumber: card, requestReference: randomUUID() });

const isCodeRequired = async ({ gatewayLogin }: Owner): Promise<boolean> => {
  const { body } = await internetBank.post<{ codeRequired: boolean }>(
    "/bank/v1/login-requirements",
    { gatewayLogin },
  );
  return body.codeRequired;
};

const waysOut: readonly [string, (linked: LinkedCustomer) => Promise<unknown>][] = [
  ["deletes its tokens", ({ phone }) => phone.deleteAllTokens()],
  ["has it released with card and PIN", () => atAtm("device-releases", sara)],
];

test.each(waysOut)(
  "R9 a thief with the blocked phone who %s still needs a code to sign in, until a branch lifts the block",
  async (_what, takeWayOut) => {
    const linked = await linkCustomer(bank, teller, sara);
    await atAtm("token-blocks", sara);
    await takeWayOut(linked);
    expect((await findToken(teller, linked.serial)).state).toBe("ended");
    expect(await isCodeRequired(sara)).toBe(true);
    await liftBlockByTwo(teller, supervisor, sara.customerId);
    expect(await isCodeRequired(sara)).toBe(false);
  },
);

test("a block asks nobody for codes who never had any: they could not sign in at all", async () => {
  const { serial } = await issueAccountToken(teller, reza.customerId);
  expect((await askForLinks(teller, serial, { gatewayLogin: true })).status).toBe(200);
  await atAtm("token-blocks", reza);
  expect(await isCodeRequired(reza)).toBe(false);
  await liftBlockByTwo(teller, supervisor, reza.customerId);
});
