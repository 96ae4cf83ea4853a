/** What only a branch does: account/gateway tokens, identity seen, the receipt once more, a card by its id. */
import { randomUUID } from "node:crypto";
import type { CustomerSummary, Problem, Receipt } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCardToken, type Answer } from "./channel.ts";
import { changeCustomer } from "./core-banking.ts";
import { actOnToken, issueAccountToken, readEvents, seeIdentity, type Desk } from "./desk.ts";
import { openIssuing, type Issuing } from "./issuing.ts";
import { morePeople } from "./more-people.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, hasan } = morePeople;

let bank: TestBank;
let at: Issuing;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  at = await openIssuing(bank);
});

afterAll(() => bank.stop());

test("S27 account and gateway tokens come from a branch alone, with its code on the receipt", async () => {
  const atTheAtm = await at.atm.post<Problem>("/bank/v1/tokens", {
    kind: "account-gateway",
    customerId: sara.customerId,
    requestReference: randomUUID(),
  });
  expect([atTheAtm.status, atTheAtm.body.code]).toEqual([400, "invalid_request"]);
  const issued = await issueAccountToken(at.teller, sara.customerId);
  expect(issued.receipt).toMatchObject({
    kind: "account-gateway",
    subject: "سارا احمدی",
    branch: "1201",
    smsSentTo: "0912***1001",
  });
  const again = await at.resend(issued.serial);
  expect([again.status, again.body.code]).toEqual([404, "token_not_found"]);
  expect((await at.resendAtBranch(issued.serial, false)).status).toBe(201);
});

test("S4 an identity check is recorded, holds for half an hour at its branch, and makes issuing possible there", async () => {
  const { customerId, card, nationalId } = hasan;
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002006" });
  bank.clock.advanceSeconds(Math.ceil((Date.now() - bank.clock.now()) / 1000) + 86_400);
  const seen = async (desk: Desk): Promise<string | null | undefined> => {
    const { body } = await desk.post<{ customers: { identitySeenUntil: string | null }[] }>(
      "/staff/v1/customer-searches",
      { nationalId },
    );
    return body.customers[0]?.identitySeenUntil;
  };
  const ask = (desk: Desk) =>
    desk.post<Problem>("/staff/v1/tokens", {
      kind: "card",
      cardNumber: card,
      requestReference: randomUUID(),
    });
  expect((await ask(at.teller)).body.code).toBe("identity_required");
  expect(await seen(at.teller)).toBeNull();
  const until = new Date(bank.clock.now() + 1_800_000).toISOString();
  const checked = await seeIdentity(at.teller, customerId);
  expect([checked.status, checked.body]).toEqual([201, { identitySeenUntil: until }]);
  expect(await seen(at.teller)).toBe(until);
  expect(await seen(at.otherBranch)).toBeNull();
  expect((await ask(at.otherBranch)).body.code).toBe("identity_required");
  bank.clock.advanceSeconds(1_799);
  expect((await ask(at.teller)).status).toBe(201);
  bank.clock.advanceSeconds(1);
  expect((await ask(at.teller)).body.code).toBe("identity_required");
  const [event] = await readEvents(at.auditor, `type=identity.checked&customerId=${customerId}`);
  expect(event).toMatchObject({
    actor: "teller",
    branch: "1201",
    details: { document: "national-card" },
  });
  const unknown = await seeIdentity(at.teller, "C9999");
  expect([unknown.status, unknown.body.code]).toEqual([404, "customer_not_found"]);
});

test("S3 a reprint is the same receipt marked as one: no second serial, no new code, at its own branch only, while it waits", async () => {
  bank.clock.advanceSeconds(86_400);
  const issued = await issueAccountToken(at.teller, maryam.customerId);
  const sms = await readSms(bank, maryam.mobile);
  const tokens = await at.tokensOf(maryam.customerId);
  const print = (desk: Desk, serial: string): Promise<Answer<Receipt & Partial<Problem>>> =>
    desk.post(`/staff/v1/tokens/${serial}/receipt-prints`, { requestReference: randomUUID() });
  const again = await print(at.teller, issued.serial);
  expect([again.status, again.body]).toEqual([200, { ...issued.receipt, isReprint: true }]);
  expect(await at.tokensOf(maryam.customerId)).toEqual(tokens);
  expect(await readSms(bank, maryam.mobile)).toEqual(sms);
  const [event] = await readEvents(at.auditor, `type=receipt.reprinted&serial=${issued.serial}`);
  expect(event).toMatchObject({ actor: "teller", branch: "1201" });

  const elsewhere = await print(at.otherBranch, issued.serial);
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, "other_branch"]);
  const fromAtm = await print(at.teller, (await issueCardToken(at.atm, maryam.card)).serial);
  expect([fromAtm.status, fromAtm.body.code]).toEqual([403, "other_branch"]);
  await actOnToken(at.teller, issued.serial, "revocation");
  const ended = await print(at.teller, issued.serial);
  expect([ended.status, ended.body.code]).toEqual([409, "token_state_conflict"]);
});

test("S3 the desk issues for a card by its id, without its number: only for its own customer, and only while it lives", async () => {
  bank.clock.advanceSeconds(86_400);
  const cardsOf = async (customerId: string) =>
    (await at.teller.get<CustomerSummary>(`/staff/v1/customers/${customerId}`)).body.cards;
  const choose = (customerId: string, cardId: string | undefined) =>
    at.issueAtBranch({ kind: "card", customerId, cardId, identitySeen: true });
  const [first] = await cardsOf(ali.customerId);
  expect(JSON.stringify(first)).not.toContain(ali.card);
  const issued = await choose(ali.customerId, first?.cardId);
  expect(issued.body.receipt).toMatchObject({ subject: first?.number, kind: "card" });
  const foreign = await choose(reza.customerId, first?.cardId);
  expect([foreign.status, foreign.body.code]).toEqual([404, "card_not_found"]);
  await changeCustomer(bank, {
    kind: "card-reissued",
    customerId: ali.customerId,
    cardNumber: ali.card,
  });
  expect((await choose(ali.customerId, first?.cardId)).body.code).toBe("card_not_found");
  const renewed = await cardsOf(ali.customerId);
  expect(renewed.map(({ cardId }) => cardId)).not.toContain(first?.cardId);
});
