import { afterAll, beforeAll, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

let bank: TestBank;
let shop: Channel;
let take: () => Promise<string>;

beforeAll(async () => {
  bank = await startTestBank();
  const atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const { id } = await activateCard(bank, atm, phone, people.sara);
  take = () => takeCode(phone, id);
});

afterAll(() => bank.stop());

const pay = async (code: string): Promise<unknown> => {
  const { body } = await shop.verify({
    purpose: "card-second-password",
    subject: people.sara.card,
    code,
  });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

test("S16 a code is accepted in the second of the tap", async () => {
  bank.clock.advanceSeconds(200);
  expect(await pay(await take())).toBe("accepted");
});

test("S16 a code is accepted 121 seconds after the tap, and once only", async () => {
  bank.clock.advanceSeconds(200);
  const code = await take();
  bank.clock.advanceSeconds(121);
  expect(await pay(code)).toBe("accepted");
  expect(await pay(code)).toBe("not_accepted");
});

test("S16 a code is accepted at the very end of the skew and refused one second later", async () => {
  bank.clock.advanceSeconds(200);
  const first = await take();
  bank.clock.advanceSeconds(121 + 10);
  expect(await pay(first)).toBe("accepted");
  bank.clock.advanceSeconds(200);
  const second = await take();
  bank.clock.advanceSeconds(121 + 10 + 1);
  expect(await pay(second)).toBe("not_accepted");
});

test("a code of a phone ten seconds ahead is accepted, of one eleven seconds ahead not yet", async () => {
  bank.clock.advanceSeconds(90_000);
  bank.clock.advanceSeconds(11);
  const code = await take();
  bank.clock.advanceSeconds(-11);
  expect(await pay(code)).toBe("not_accepted");
  bank.clock.advanceSeconds(1);
  expect(await pay(code)).toBe("accepted");
});

test("an older code dies when a newer one is accepted, and two taps in one minute both work in order", async () => {
  bank.clock.advanceSeconds(90_000);
  const older = await take();
  bank.clock.advanceSeconds(20);
  const newer = await take();
  expect(await pay(newer)).toBe("accepted");
  expect(await pay(older)).toBe("not_accepted");
  bank.clock.advanceSeconds(20);
  const next = await take();
  bank.clock.advanceSeconds(20);
  const last = await take();
  expect(await pay(next)).toBe("accepted");
  expect(await pay(last)).toBe("accepted");
});
