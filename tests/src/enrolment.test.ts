import { randomUUID } from "node:crypto";
import type { CustomerSummary, IssuedToken, Problem, Receipt, SentCode } from "@ramznama/contract";
import {
  jalaliDateInTehran,
  luhnCheckDigit,
  parseTokenSerial,
  startOfDayInTehran,
} from "@ramznama/persian";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, createBareDevice } from "./bare-device.ts";
import { issueCardToken, openChannel, type Answer, type Channel } from "./channel.ts";
import { changeCustomer } from "./core-banking.ts";
import {
  actOnToken,
  findToken,
  issueAccountToken,
  openDesk,
  readEvents,
  seeIdentity,
  type Desk,
} from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, narges, hasan, amir, zahra } = morePeople;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: Desk;
let otherBranch: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  teller = await openDesk(bank, "teller");
  otherBranch = await openDesk(bank, "teller2");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

type Issued = Answer<IssuedToken & Partial<Problem>>;

const issue = (cardNumber: string, requestReference: string = randomUUID()): Promise<Issued> =>
  atm.post("/bank/v1/tokens", { kind: "card", cardNumber, requestReference });

const issueAtBranch = (content: object): Promise<Issued> =>
  teller.post("/staff/v1/tokens", { requestReference: randomUUID(), ...content });

const resend = (serial: string): Promise<Answer<SentCode & Partial<Problem>>> =>
  atm.post(`/bank/v1/tokens/${serial}/activation-codes`, { requestReference: randomUUID() });

const resendAtBranch = (
  serial: string,
  identitySeen: boolean,
  desk = teller,
): Promise<Answer<SentCode & Partial<Problem>>> =>
  desk.post(`/staff/v1/tokens/${serial}/activation-codes`, {
    identitySeen,
    requestReference: randomUUID(),
  });

const tokensOf = async (customerId: string): Promise<readonly { serial: string }[]> => {
  const query = `/staff/v1/tokens?customerId=${customerId}`;
  return (await teller.get<{ tokens: { serial: string }[] }>(query)).body.tokens;
};

const dayMilliseconds = 86_400_000;

/** The next midnight on the bank's wall clock. */
const advanceToMidnightInTehran = (secondsBefore: number): void => {
  const midnight = startOfDayInTehran(jalaliDateInTehran(bank.clock.now() + dayMilliseconds));
  bank.clock.advanceSeconds((midnight - bank.clock.now()) / 1000 - secondsBefore);
};

test("S3, S4 an ATM issues a card token: the receipt has the serial, the SMS the code", async () => {
  const { status, body } = await issue(sara.card);
  expect(status).toBe(201);
  expect(parseTokenSerial(body.serial).ok).toBe(true);
  const issuedAt = new Date(bank.clock.now()).toISOString();
  const activationExpiresAt = new Date(bank.clock.now() + dayMilliseconds).toISOString();
  expect(body).toEqual({
    serial: body.serial,
    smsSentTo: "0912***1001",
    activationExpiresAt,
    receipt: {
      bankName: "بانک مسکن",
      kind: "card",
      serial: body.serial,
      subject: "628023******6831",
      smsSentTo: "0912***1001",
      issuedAt,
      activationExpiresAt,
    },
  });
  const code = await readActivationCode(bank, sara.mobile);
  expect(JSON.stringify(body)).not.toContain(code);
  const [sms] = await readSms(bank, sara.mobile);
  expect(sms?.text).not.toContain(body.serial);
  expect(sms?.text).not.toContain(sara.card);
});

test("S4 the code goes only to the number in core banking, and nobody can name another", async () => {
  const { status, body } = await issueAtBranch({
    kind: "card",
    cardNumber: reza.card,
    mobile: "09120009999",
  });
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ path: "/mobile", code: "unknown_field" }]);
  expect(await readSms(bank, "09120009999")).toEqual([]);
  expect((await issue(reza.card)).body.smsSentTo).toBe("0912***1002");
  expect(await readSms(bank, reza.mobile)).toHaveLength(1);
});

test("S4 a customer without a mobile number is refused clearly, and nothing is stored", async () => {
  const refusals = [
    await issue(narges.card),
    await issueAtBranch({ kind: "card", cardNumber: narges.card, identitySeen: true }),
    await issueAtBranch({
      kind: "account-gateway",
      customerId: narges.customerId,
      identitySeen: true,
    }),
  ];
  for (const { status, body } of refusals) {
    expect([status, body.code]).toEqual([409, "no_mobile_number"]);
  }
  expect(await tokensOf(narges.customerId)).toEqual([]);
  const events = await readEvents(auditor, `customerId=${narges.customerId}`);
  expect(events.map(({ type }) => type)).not.toContain("token.issued");
});

test("S3, S10 cards of other banks, unknown cards and numbers that are no cards are refused", async () => {
  const withCheckDigit = (payload: string) => `${payload}${luhnCheckDigit(payload)}`;
  for (const cardNumber of [withCheckDigit("603799123456789"), withCheckDigit("628023000000000")]) {
    expect([(await issue(cardNumber)).status, (await issue(cardNumber)).body.code]).toEqual([
      404,
      "card_not_found",
    ]);
  }
  const wrongDigit = await issue("6280239832816832");
  expect([wrongDigit.status, wrongDigit.body.code]).toEqual([400, "invalid_request"]);
  expect(wrongDigit.body.errors).toEqual([{ path: "/cardNumber", code: "not_a_card_number" }]);
});

test("S27 account and gateway tokens come from a branch alone, with its code on the receipt", async () => {
  const atTheAtm = await atm.post<Problem>("/bank/v1/tokens", {
    kind: "account-gateway",
    customerId: sara.customerId,
    requestReference: randomUUID(),
  });
  expect([atTheAtm.status, atTheAtm.body.code]).toEqual([400, "invalid_request"]);
  const issued = await issueAccountToken(teller, sara.customerId);
  expect(issued.receipt).toMatchObject({
    kind: "account-gateway",
    subject: "سارا احمدی",
    branch: "1201",
    smsSentTo: "0912***1001",
  });
  const again = await resend(issued.serial);
  expect([again.status, again.body.code]).toEqual([404, "token_not_found"]);
  expect((await resendAtBranch(issued.serial, false)).status).toBe(201);
});

test("S4 after a change of the mobile number only a branch issues for 72 hours, identity seen", async () => {
  const search = await teller.post<{ customers: { mobileChangedAt: string }[] }>(
    "/staff/v1/customer-searches",
    { nationalId: hasan.nationalId },
  );
  const changedAt = Date.parse(search.body.customers[0]?.mobileChangedAt ?? "");
  const settledSeconds = Math.ceil(changedAt / 1000) + 72 * 3_600;
  bank.clock.advanceSeconds(settledSeconds - 1 - bank.clock.now() / 1000);

  const atTheAtm = await issue(hasan.card);
  expect([atTheAtm.status, atTheAtm.body.code]).toEqual([409, "branch_visit_required"]);
  const unseen = await issueAtBranch({ kind: "card", cardNumber: hasan.card });
  expect([unseen.status, unseen.body.code]).toEqual([409, "identity_required"]);
  const account = { kind: "account-gateway", customerId: hasan.customerId };
  expect((await issueAtBranch(account)).body.code).toBe("identity_required");
  expect(await readSms(bank, hasan.mobile)).toEqual([]);

  const seen = { kind: "card", cardNumber: hasan.card, identitySeen: true };
  const issued = await issueAtBranch(seen);
  expect(issued.status).toBe(201);
  expect((await resend(issued.body.serial)).body.code).toBe("branch_visit_required");
  // This branch has just seen the document; another one has not.
  const elsewhere = await resendAtBranch(issued.body.serial, false, otherBranch);
  expect(elsewhere.body.code).toBe("identity_required");
  expect((await resendAtBranch(issued.body.serial, false)).status).toBe(201);

  bank.clock.advanceSeconds(1);
  expect((await issue(hasan.card)).status).toBe(201);
});

test("S4 a new issue and a new code after the number changed go to the new number", async () => {
  const { serial } = await issueCardToken(atm, amir.card);
  const before = await readSms(bank, amir.mobile);
  const { customerId } = amir;
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002008" });
  // The change is stamped with the machine's time; the bank's clock may be days ahead of it by now.
  const aDayAfterTheChange = Date.now() + dayMilliseconds - bank.clock.now();
  bank.clock.advanceSeconds(Math.floor(aDayAfterTheChange / 1000));
  expect((await resend(serial)).body.code).toBe("branch_visit_required");
  expect((await resendAtBranch(serial, true)).body.smsSentTo).toBe("0912***2008");
  expect(await readSms(bank, amir.mobile)).toHaveLength(before.length);
  expect(await readSms(bank, "09120002008")).toHaveLength(1);
});

test("S4, S29 a code sent again works, and the one before it has died", async () => {
  const device = await createBareDevice(bank);
  await device.register(maryam);
  const { serial } = await issueCardToken(atm, maryam.card);
  const first = await readActivationCode(bank, maryam.mobile);
  const sent = await resend(serial);
  expect(sent.status).toBe(201);
  expect(sent.body).toEqual({
    serial,
    smsSentTo: "0912***1003",
    activationExpiresAt: new Date(bank.clock.now() + dayMilliseconds).toISOString(),
  });
  const second = await readActivationCode(bank, maryam.mobile);
  const entry = { kind: "card", cardNumber: maryam.card, serial } as const;
  const dead = await device.sendActivation(await device.begin({ ...entry, code: first }));
  expect(dead.code).toBe("activation_not_recognised");
  const begun = await device.begin({ ...entry, code: second });
  const opened = await device.open(begun, await device.sendActivation(begun));
  expect((await device.confirm(opened)).status).toBe(204);
  expect((await resend(serial)).body.code).toBe("token_state_conflict");
});

test("S29 codes are sent again five times a day, and five more after midnight in Tehran", async () => {
  bank.clock.advanceSeconds(86_400);
  advanceToMidnightInTehran(60);
  const { serial } = await issueCardToken(atm, reza.card);
  for (let times = 1; times <= 5; times += 1) expect((await resend(serial)).status).toBe(201);
  const sixth = await resend(serial);
  expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  bank.clock.advanceSeconds(59);
  expect((await resend(serial)).status).toBe(429);
  bank.clock.advanceSeconds(1);
  expect((await resend(serial)).status).toBe(201);
});

test("S3 a card gets five tokens a day, another card of the same customer its own five", async () => {
  bank.clock.advanceSeconds(86_400);
  advanceToMidnightInTehran(60);
  for (let times = 1; times <= 5; times += 1) expect((await issue(ali.card)).status).toBe(201);
  const sixth = await issue(ali.card);
  expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  expect((await issue(ali.secondCard)).status).toBe(201);
  bank.clock.advanceSeconds(59);
  expect((await issue(ali.card)).status).toBe(429);
  bank.clock.advanceSeconds(1);
  expect((await issue(ali.card)).status).toBe(201);
});

test("S3 a branch issues five tokens a day for a card and for a customer's accounts, counted apart from the ATM's", async () => {
  bank.clock.advanceSeconds(86_400);
  const ofCard = { kind: "card", cardNumber: ali.card };
  const ofAccounts = { kind: "account-gateway", customerId: ali.customerId };
  for (let times = 1; times <= 5; times += 1) {
    expect((await issueAtBranch(ofCard)).status).toBe(201);
    expect((await issueAtBranch(ofAccounts)).status).toBe(201);
  }
  for (const content of [ofCard, ofAccounts]) {
    const sixth = await issueAtBranch(content);
    expect([sixth.status, sixth.body.code]).toEqual([429, "daily_limit_reached"]);
  }
  expect((await issue(ali.card)).status).toBe(201);
});

test("S3 the same requestReference gets the same answer, also twice at once, and issues one token", async () => {
  bank.clock.advanceSeconds(86_400);
  const smsBefore = (await readSms(bank, sara.mobile)).length;
  const tokensBefore = (await tokensOf(sara.customerId)).length;
  const reference = randomUUID();
  const answers = await Promise.all([issue(sara.card, reference), issue(sara.card, reference)]);
  answers.push(await issue(sara.card, reference));
  for (const answer of answers) {
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(answers[0].body);
  }
  expect(await tokensOf(sara.customerId)).toHaveLength(tokensBefore + 1);
  expect(await readSms(bank, sara.mobile)).toHaveLength(smsBefore + 1);
  const other = await issue(reza.card, reference);
  expect([other.status, other.body.code]).toEqual([409, "reference_reused"]);
  const person = await issueAtBranch({
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
  expect((await issue(narges.card, reference)).body.code).toBe("no_mobile_number");
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120001005" });
  bank.clock.advanceSeconds(72 * 3_600);
  expect((await issue(narges.card, reference)).status).toBe(201);
});

test("S3 a new issue voids the earlier unactivated token; the active one works until the new one is confirmed", async () => {
  bank.clock.advanceSeconds(86_400);
  const device = await createBareDevice(bank);
  await device.register(sara);
  const activate = async (serial: string) => {
    const code = await readActivationCode(bank, sara.mobile);
    const begun = await device.begin({ kind: "card", cardNumber: sara.card, serial, code });
    return device.open(begun, await device.sendActivation(begun));
  };
  const pay = async (code: string): Promise<string> => {
    const purpose = "card-second-password";
    return (await shop.verify({ purpose, subject: sara.card, code })).body.outcome;
  };
  const active = await issueCardToken(atm, sara.card);
  const working = await activate(active.serial);
  await device.confirm(working);

  const voided = await issueCardToken(atm, sara.card);
  const voidedCode = await readActivationCode(bank, sara.mobile);
  const latest = await issueCardToken(atm, sara.card);
  expect(await findToken(teller, voided.serial)).toMatchObject({
    state: "ended",
    stateReason: "replaced",
  });
  const entry = { kind: "card", cardNumber: sara.card, serial: voided.serial } as const;
  const dead = await device.sendActivation(await device.begin({ ...entry, code: voidedCode }));
  expect(dead.code).toBe("token_state_conflict");

  bank.clock.advanceSeconds(30);
  expect(await pay(codeOf(working, bank.clock.now()))).toBe("accepted");
  const replacing = await activate(latest.serial);
  bank.clock.advanceSeconds(30);
  expect(await pay(codeOf(working, bank.clock.now()))).toBe("accepted");
  expect((await device.confirm(replacing)).status).toBe(204);
  bank.clock.advanceSeconds(30);
  expect(await pay(codeOf(working, bank.clock.now()))).toBe("rejected");
  expect(await pay(codeOf(replacing, bank.clock.now()))).toBe("accepted");
  expect(await findToken(teller, active.serial)).toMatchObject({
    state: "ended",
    stateReason: "superseded",
  });
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
  expect((await ask(teller)).body.code).toBe("identity_required");
  expect(await seen(teller)).toBeNull();
  const until = new Date(bank.clock.now() + 1_800_000).toISOString();
  const checked = await seeIdentity(teller, customerId);
  expect([checked.status, checked.body]).toEqual([201, { identitySeenUntil: until }]);
  expect(await seen(teller)).toBe(until);
  expect(await seen(otherBranch)).toBeNull();
  expect((await ask(otherBranch)).body.code).toBe("identity_required");
  bank.clock.advanceSeconds(1_799);
  expect((await ask(teller)).status).toBe(201);
  bank.clock.advanceSeconds(1);
  expect((await ask(teller)).body.code).toBe("identity_required");
  const [event] = await readEvents(auditor, `type=identity.checked&customerId=${customerId}`);
  expect(event).toMatchObject({
    actor: "teller",
    branch: "1201",
    details: { document: "national-card" },
  });
  const unknown = await seeIdentity(teller, "C9999");
  expect([unknown.status, unknown.body.code]).toEqual([404, "customer_not_found"]);
});

test("S4 a changed mobile number keeps the tokens that live; the rule holds for new ones", async () => {
  const { customerId, mobile, card } = zahra;
  const device = await createBareDevice(bank);
  await device.register(zahra);
  const { serial } = await issueCardToken(atm, card);
  const code = await readActivationCode(bank, mobile);
  const begun = await device.begin({ kind: "card", cardNumber: card, serial, code });
  const opened = await device.open(begun, await device.sendActivation(begun));
  await device.confirm(opened);
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002007" });
  bank.clock.advanceSeconds(3_600);
  const purpose = "card-second-password";
  const paid = await shop.verify({
    purpose,
    subject: card,
    code: codeOf(opened, bank.clock.now()),
  });
  expect(paid.body.outcome).toBe("accepted");
  expect((await issue(card)).body.code).toBe("branch_visit_required");
});

test("S3 a reprint is the same receipt marked as one: no second serial, no new code, at its own branch only, while it waits", async () => {
  bank.clock.advanceSeconds(86_400);
  const issued = await issueAccountToken(teller, maryam.customerId);
  const sms = await readSms(bank, maryam.mobile);
  const tokens = await tokensOf(maryam.customerId);
  const print = (desk: Desk, serial: string): Promise<Answer<Receipt & Partial<Problem>>> =>
    desk.post(`/staff/v1/tokens/${serial}/receipt-prints`, { requestReference: randomUUID() });
  const again = await print(teller, issued.serial);
  expect([again.status, again.body]).toEqual([200, { ...issued.receipt, isReprint: true }]);
  expect(await tokensOf(maryam.customerId)).toEqual(tokens);
  expect(await readSms(bank, maryam.mobile)).toEqual(sms);
  const [event] = await readEvents(auditor, `type=receipt.reprinted&serial=${issued.serial}`);
  expect(event).toMatchObject({ actor: "teller", branch: "1201" });

  const elsewhere = await print(otherBranch, issued.serial);
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, "other_branch"]);
  const fromAtm = await print(teller, (await issueCardToken(atm, maryam.card)).serial);
  expect([fromAtm.status, fromAtm.body.code]).toEqual([403, "other_branch"]);
  await actOnToken(teller, issued.serial, "revocation");
  const ended = await print(teller, issued.serial);
  expect([ended.status, ended.body.code]).toEqual([409, "token_state_conflict"]);
});

test("S3 the desk issues for a card by its id, without its number: only for its own customer, and only while it lives", async () => {
  bank.clock.advanceSeconds(86_400);
  const cardsOf = async (customerId: string) =>
    (await teller.get<CustomerSummary>(`/staff/v1/customers/${customerId}`)).body.cards;
  const choose = (customerId: string, cardId: string | undefined) =>
    issueAtBranch({ kind: "card", customerId, cardId, identitySeen: true });
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
