/** Serials and codes a day, and a request that comes twice. */
import { randomUUID } from "node:crypto";
import { jalaliDateInTehran, startOfDayInTehran } from "@ramznama/persian";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCardToken } from "./channel.ts";
import { changeCustomer } from "./core-banking.ts";
import { openIssuing, type Issuing } from "./issuing.ts";
import { morePeople } from "./more-people.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;
const { ali, narges } = morePeople;

let bank: TestBank;
let at: Issuing;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  at = await openIssuing(bank);
});

afterAll(() => bank.stop());

const dayMilliseconds = 86_400_000;

/** The next midnight on the bank's wall clock. */
const advanceToMidnightInTehran = (secondsBefore: number): void => {
  const midnight = startOfDayInTehran(jalaliDateInTehran(bank.clock.now() + dayMilliseconds));
  bank.clock.advanceSeconds((midnight - bank.clock.now()) / 1000 - secondsBefore);
};

test("S29 codes are sent again five times a day, and five more after midnight in Tehran", async () => {
  bank.clock.advanceSeconds(86_400);
  advanceToMidnightInTehran(60);
  const { serial } = await issueCardToken(at.atm, reza.card);
  for (let times = 1; times <= 5; times += 1) expect((await at.resend(serial)).status).toBe(201);
  const sixth = await at.resend(serial);
  expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  bank.clock.advanceSeconds(59);
  expect((await at.resend(serial)).status).toBe(429);
  bank.clock.advanceSeconds(1);
  expect((await at.resend(serial)).status).toBe(201);
});

test("S3 a card gets five tokens a day, another card of the same customer its own five", async () => {
  bank.clock.advanceSeconds(86_400);
  advanceToMidnightInTehran(60);
  for (let times = 1; times <= 5; times += 1) expect((await at.issue(ali.card)).status).toBe(201);
  const sixth = await at.issue(ali.card);
  expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  expect((await at.issue(ali.secondCard)).status).toBe(201);
  bank.clock.advanceSeconds(59);
  expect((await at.issue(ali.card)).status).toBe(429);
  bank.clock.advanceSeconds(1);
  expect((await at.issue(ali.card)).status).toBe(201);
});

test("S3 a branch issues five tokens a day for a card and for a customer's accounts, counted apart from the ATM's", async () => {
  bank.clock.advanceSeconds(86_400);
  const ofCard = { kind: "card", cardNumber: ali.card };
  const ofAccounts = { kind: "account-gateway", customerId: ali.customerId };
  for (let times = 1; times <= 5; times += 1) {
    expect((await at.issueAtBranch(ofCard)).status).toBe(201);
    expect((await at.issueAtBranch(ofAccounts)).status).toBe(201);
  }
  for (const content of [ofCard, ofAccounts]) {
    const sixth = await at.issueAtBranch(content);
    expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  }
  expect((await at.issue(ali.card)).status).toBe(201);
});

test("S3 the same requestReference gets the same answer, also twice at once, and issues one token", async () => {
  bank.clock.advanceSeconds(86_400);
  const smsBefore = (await readSms(bank, sara.mobile)).length;
  const tokensBefore = (await at.tokensOf(sara.customerId)).length;
  const reference = randomUUID();
  const answers = await Promise.all([
    at.issue(sara.card, reference),
    at.issue(sara.card, reference),
  ]);
  answers.push(await at.issue(sara.card, reference));
  for (const answer of answers) {
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(answers[0].body);
  }
  expect(await at.tokensOf(sara.customerId)).toHaveLength(tokensBefore + 1);
  expect(await readSms(bank, sara.mobile)).toHaveLength(smsBefore + 1);
  const other = await at.issue(reza.card, reference);
  expect([other.status, other.body.code]).toEqual([409, "reference_reused"]);
  const person = await at.issueAtBranch({
    kind: "card",
    cardNumber: sara.card,
    requestReference: reference,
  });
  expect(person.status).toBe(201);
  expect(person.body.serial).not.toBe(answers[0].body.serial);
});

test("S3 a refused issue is not remembered under its requestReference", async () => {
  const { customerId } = narges;
  const reference = randomUUID();
  expect((await at.issue(narges.card, reference)).body.code).toBe("no_mobile_number");
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120001005" });
  bank.clock.advanceSeconds(72 * 3_600);
  expect((await at.issue(narges.card, reference)).status).toBe(201);
});
