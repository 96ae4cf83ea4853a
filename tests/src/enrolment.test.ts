/** Serial and code: who gets them, at which number, and what a new one does to an earlier one. */
import { luhnCheckDigit, parseTokenSerial } from "@ramznama/persian";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, createBareDevice } from "./bare-device.ts";
import { issueCardToken } from "./channel.ts";
import { changeCustomer } from "./core-banking.ts";
import { findToken, readEvents } from "./desk.ts";
import { openIssuing, type Issuing } from "./issuing.ts";
import { morePeople } from "./more-people.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { narges, hasan, amir, zahra } = morePeople;

let bank: TestBank;
let at: Issuing;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  at = await openIssuing(bank);
});

afterAll(() => bank.stop());

const dayMilliseconds = 86_400_000;

test("S3, S4 an ATM issues a card token: the receipt has the serial, the SMS the code", async () => {
  const { status, body } = await at.issue(sara.card);
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
  const { status, body } = await at.issueAtBranch({
    kind: "card",
    cardNumber: reza.card,
    mobile: "09120009999",
  });
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ path: "/mobile", code: "unknown_field" }]);
  expect(await readSms(bank, "09120009999")).toEqual([]);
  expect((await at.issue(reza.card)).body.smsSentTo).toBe("0912***1002");
  expect(await readSms(bank, reza.mobile)).toHaveLength(1);
});

test("S4 a customer without a mobile number is refused clearly, and nothing is stored", async () => {
  const refusals = [
    await at.issue(narges.card),
    await at.issueAtBranch({ kind: "card", cardNumber: narges.card, identitySeen: true }),
    await at.issueAtBranch({
      kind: "account-gateway",
      customerId: narges.customerId,
      identitySeen: true,
    }),
  ];
  for (const { status, body } of refusals) {
    expect([status, body.code]).toEqual([409, "no_mobile_number"]);
  }
  expect(await at.tokensOf(narges.customerId)).toEqual([]);
  const events = await readEvents(at.auditor, `customerId=${narges.customerId}`);
  expect(events.map(({ type }) => type)).not.toContain("token.issued");
});

test("S3, S10 cards of other banks, unknown cards and numbers that are no cards are refused", async () => {
  const withCheckDigit = (payload: string) => `${payload}${luhnCheckDigit(payload)}`;
  for (const cardNumber of [withCheckDigit("603799123456789"), withCheckDigit("628023000000000")]) {
    expect([(await at.issue(cardNumber)).status, (await at.issue(cardNumber)).body.code]).toEqual([
      404,
      "card_not_found",
    ]);
  }
  const wrongDigit = await at.issue("6280239832816832");
  expect([wrongDigit.status, wrongDigit.body.code]).toEqual([400, "invalid_request"]);
  expect(wrongDigit.body.errors).toEqual([{ path: "/cardNumber", code: "not_a_card_number" }]);
});

test("S4 after a change of the mobile number only a branch issues for 72 hours, identity seen", async () => {
  const search = await at.teller.post<{ customers: { mobileChangedAt: string }[] }>(
    "/staff/v1/customer-searches",
    { nationalId: hasan.nationalId },
  );
  const changedAt = Date.parse(search.body.customers[0]?.mobileChangedAt ?? "");
  const settledSeconds = Math.ceil(changedAt / 1000) + 72 * 3_600;
  bank.clock.advanceSeconds(settledSeconds - 1 - bank.clock.now() / 1000);

  const atTheAtm = await at.issue(hasan.card);
  expect([atTheAtm.status, atTheAtm.body.code]).toEqual([409, "branch_visit_required"]);
  const unseen = await at.issueAtBranch({ kind: "card", cardNumber: hasan.card });
  expect([unseen.status, unseen.body.code]).toEqual([409, "identity_required"]);
  const account = { kind: "account-gateway", customerId: hasan.customerId };
  expect((await at.issueAtBranch(account)).body.code).toBe("identity_required");
  expect(await readSms(bank, hasan.mobile)).toEqual([]);

  const seen = { kind: "card", cardNumber: hasan.card, identitySeen: true };
  const issued = await at.issueAtBranch(seen);
  expect(issued.status).toBe(201);
  expect((await at.resend(issued.body.serial)).body.code).toBe("branch_visit_required");
  // This branch has just seen the document; another one has not.
  const elsewhere = await at.resendAtBranch(issued.body.serial, false, at.otherBranch);
  expect(elsewhere.body.code).toBe("identity_required");
  expect((await at.resendAtBranch(issued.body.serial, false)).status).toBe(201);

  bank.clock.advanceSeconds(1);
  expect((await at.issue(hasan.card)).status).toBe(201);
});

test("S4 a new issue and a new code after the number changed go to the new number", async () => {
  const { serial } = await issueCardToken(at.atm, amir.card);
  const before = await readSms(bank, amir.mobile);
  const { customerId } = amir;
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002008" });
  // The change is stamped with the machine's time; the bank's clock may be days ahead of it by now.
  const aDayAfterTheChange = Date.now() + dayMilliseconds - bank.clock.now();
  bank.clock.advanceSeconds(Math.floor(aDayAfterTheChange / 1000));
  expect((await at.resend(serial)).body.code).toBe("branch_visit_required");
  expect((await at.resendAtBranch(serial, true)).body.smsSentTo).toBe("0912***2008");
  expect(await readSms(bank, amir.mobile)).toHaveLength(before.length);
  expect(await readSms(bank, "09120002008")).toHaveLength(1);
});

test("S4, S29 a code sent again works, and the one before it has died", async () => {
  const device = await createBareDevice(bank);
  await device.register(maryam);
  const { serial } = await issueCardToken(at.atm, maryam.card);
  const first = await readActivationCode(bank, maryam.mobile);
  const sent = await at.resend(serial);
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
  expect((await at.resend(serial)).body.code).toBe("token_state_conflict");
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
    return (await at.shop.verify({ purpose, subject: sara.card, code })).body.outcome;
  };
  const active = await issueCardToken(at.atm, sara.card);
  const working = await activate(active.serial);
  await device.confirm(working);

  const voided = await issueCardToken(at.atm, sara.card);
  const voidedCode = await readActivationCode(bank, sara.mobile);
  const latest = await issueCardToken(at.atm, sara.card);
  expect(await findToken(at.teller, voided.serial)).toMatchObject({
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
  expect(await findToken(at.teller, active.serial)).toMatchObject({
    state: "ended",
    stateReason: "superseded",
  });
});

test("S4 a changed mobile number keeps the tokens that live; the rule holds for new ones", async () => {
  const { customerId, mobile, card } = zahra;
  const device = await createBareDevice(bank);
  await device.register(zahra);
  const { serial } = await issueCardToken(at.atm, card);
  const code = await readActivationCode(bank, mobile);
  const begun = await device.begin({ kind: "card", cardNumber: card, serial, code });
  const opened = await device.open(begun, await device.sendActivation(begun));
  await device.confirm(opened);
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002007" });
  bank.clock.advanceSeconds(3_600);
  const purpose = "card-second-password";
  const paid = await at.shop.verify({
    purpose,
    subject: card,
    code: codeOf(opened, bank.clock.now()),
  });
  expect(paid.body.outcome).toBe("accepted");
  expect((await at.issue(card)).body.code).toBe("branch_visit_required");
});
