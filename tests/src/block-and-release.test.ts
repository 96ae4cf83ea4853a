import { randomUUID } from "node:crypto";
import type { Problem } from "@ramznama/contract";
import { luhnCheckDigit } from "@ramznama/persian";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { issueCardToken, openChannel, type Answer, type Channel } from "./channel.ts";
import { changeCustomer } from "./core-banking.ts";
import {
  askForBlockLift,
  askForRelease,
  decide,
  deviceIdOf,
  findToken,
  issueAccountToken,
  liftBlockByTwo,
  openDesk,
  readEvents,
  seeIdentity,
  type Desk,
} from "./desk.ts";
import { codeFrom, equip } from "./equipped-phone.ts";
import { morePeople } from "./more-people.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;
const { ali, amir } = morePeople;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let internetBank: Channel;
let teller: Desk;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  internetBank = await openChannel(bank, "internet-bank");
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day, and three days after any release at an ATM.
beforeEach(() => {
  bank.clock.advanceSeconds(3 * 86_400);
});

interface CardOwner {
  readonly customerId: string;
  readonly nationalId: string;
  readonly mobile: string;
  readonly card: string;
}

const newReference = () => ({ requestReference: randomUUID() });

type Released = Answer<{ released: boolean; revokedTokens: number } & Partial<Problem>>;

const releaseAtAtm = (cardNumber: string, reference = newReference()): Promise<Released> =>
  atm.post("/bank/v1/device-releases", { cardNumber, ...reference });

type Blocked = Answer<{ blockedTokens: number } & Partial<Problem>>;

const blockAtAtm = (cardNumber: string, reference = newReference()): Promise<Blocked> =>
  atm.post("/bank/v1/token-blocks", { cardNumber, ...reference });

const issue = (cardNumber: string): Promise<Answer<Problem>> =>
  atm.post("/bank/v1/tokens", { kind: "card", cardNumber, ...newReference() });

const pay = async (owner: CardOwner, code: string): Promise<string> => {
  const purpose = "card-second-password";
  const { body } = await shop.verify({ purpose, subject: owner.card, code });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

const newestSms = async (owner: CardOwner): Promise<string> =>
  (await readSms(bank, owner.mobile))[0]?.text ?? "";

const stateOf = async (serial: string): Promise<readonly (string | null)[]> => {
  const { state, stateReason } = await findToken(supervisor, serial);
  return [state, stateReason];
};

const lift = (serial: string): Promise<Answer<{ state: string } & Partial<Problem>>> =>
  supervisor.delete(`/staff/v1/tokens/${serial}/suspension`);

test("«مسدود کردن رمزنما» at an ATM stops every token at once, voids what is under way, and tells the customer", async () => {
  const holder = await equip(bank, atm, sara);
  const pending = await issueAccountToken(teller, sara.customerId);
  const code = await codeFrom(bank, holder);
  const reference = newReference();
  const blocked = await blockAtAtm(sara.card, reference);
  expect([blocked.status, blocked.body]).toEqual([200, { blockedTokens: 1 }]);
  expect((await blockAtAtm(sara.card, reference)).body).toEqual({ blockedTokens: 1 });
  expect(await pay(sara, code)).toBe("no_active_token");
  expect(await stateOf(holder.serial)).toEqual(["suspended", "blocked-by-owner"]);
  expect(await stateOf(pending.serial)).toEqual(["ended", "blocked-by-owner"]);
  expect(await newestSms(sara)).toContain("مسدود شد");
  expect((await issue(sara.card)).body.code).toBe("customer_blocked");
  const atBranch = await teller.post<Problem>("/staff/v1/tokens", {
    kind: "card",
    cardNumber: sara.card,
    identitySeen: true,
    ...newReference(),
  });
  expect([atBranch.status, atBranch.body.code]).toEqual([409, "customer_blocked"]);
  expect(await readEvents(auditor, "type=tokens.blocked&customerId=C1001")).toHaveLength(1);

  await liftBlockByTwo(teller, supervisor, sara.customerId);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("accepted");
  expect((await issue(sara.card)).status).toBe(201);
});

test("the owner's block is lifted with the owner's document seen, by two people, and never token by token", async () => {
  const holder = await equip(bank, atm, sara);
  await blockAtAtm(sara.card);
  const one = await lift(holder.serial);
  expect([one.status, one.body.code]).toEqual([409, "customer_blocked"]);
  const unseen = await askForBlockLift(teller, sara.customerId);
  expect([unseen.status, unseen.body.code]).toEqual([409, "identity_required"]);
  await seeIdentity(teller, sara.customerId);
  bank.clock.advanceSeconds(1_800);
  expect((await askForBlockLift(teller, sara.customerId)).body.code).toBe("identity_required");
  await seeIdentity(teller, sara.customerId);
  const asked = await askForBlockLift(teller, sara.customerId);
  expect(await stateOf(holder.serial)).toEqual(["suspended", "blocked-by-owner"]);
  expect(asked.body.approval?.subjects).toEqual([`${holder.serial} 628023******6831`]);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("no_active_token");
  expect((await decide(supervisor, asked.body.approval)).body.state).toBe("approved");
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("accepted");
  const [event] = await readEvents(auditor, "type=tokens.block-lifted&customerId=C1001");
  expect(event).toMatchObject({ actor: "supervisor", details: { requestedBy: "teller" } });
  expect((await askForBlockLift(teller, sara.customerId)).body).toEqual({ approval: null });
});

test("R6 lifting a branch's own suspension leaves the owner's block in force", async () => {
  const holder = await equip(bank, atm, sara);
  await supervisor.post(`/staff/v1/tokens/${holder.serial}/suspension`, newReference());
  expect((await blockAtAtm(sara.card)).body).toEqual({ blockedTokens: 0 });
  expect((await lift(holder.serial)).body.state).toBe("suspended");
  expect(await stateOf(holder.serial)).toEqual(["suspended", "blocked-by-owner"]);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("no_active_token");
  await liftBlockByTwo(teller, supervisor, sara.customerId);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("accepted");
});

test("R6 a branch's suspension of a token that its owner has blocked outlives the block", async () => {
  const holder = await equip(bank, atm, sara);
  await blockAtAtm(sara.card);
  await supervisor.post(`/staff/v1/tokens/${holder.serial}/suspension`, newReference());
  expect(await stateOf(holder.serial)).toEqual(["suspended", "suspended-by-branch"]);
  await liftBlockByTwo(teller, supervisor, sara.customerId);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("no_active_token");
  expect((await lift(holder.serial)).body.state).toBe("active");
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("accepted");
});

test("the internet bank blocks by login name, and a wrong name or card blocks nobody", async () => {
  const holder = await equip(bank, atm, reza);
  const block = (gatewayLogin: string): Promise<Blocked> =>
    internetBank.post("/bank/v1/token-blocks", { gatewayLogin, ...newReference() });
  expect((await block("nobody.here")).body.code).toBe("customer_not_found");
  expect((await blockAtAtm(`628023000000000${luhnCheckDigit("628023000000000")}`)).body.code).toBe(
    "card_not_found",
  );
  expect(await pay(reza, await codeFrom(bank, holder))).toBe("accepted");
  expect((await block(reza.gatewayLogin)).body).toEqual({ blockedTokens: 1 });
  expect(await pay(reza, await codeFrom(bank, holder))).toBe("no_active_token");
  const [event] = await readEvents(auditor, "type=tokens.blocked&customerId=C1002");
  expect(event).toMatchObject({ actorKind: "channel", actor: "internet-bank" });
  await liftBlockByTwo(teller, supervisor, reza.customerId);
});

test("a block stays until a branch lifts it: deleting on the phone or releasing the device is no way around", async () => {
  const holder = await equip(bank, atm, sara);
  await blockAtAtm(sara.card);
  await holder.phone.deleteAllTokens();
  expect((await issue(sara.card)).body.code).toBe("customer_blocked");
  await releaseAtAtm(sara.card);
  bank.clock.advanceSeconds(2 * 86_400);
  expect((await issue(sara.card)).body.code).toBe("customer_blocked");
  await liftBlockByTwo(teller, supervisor, sara.customerId);
  expect((await issue(sara.card)).status).toBe(201);
});

test("a customer whose tokens are all still under way is blocked as well", async () => {
  const { serial } = await issueCardToken(atm, amir.card);
  expect((await blockAtAtm(amir.card)).body).toEqual({ blockedTokens: 0 });
  expect(await stateOf(serial)).toEqual(["ended", "blocked-by-owner"]);
  expect((await issue(amir.card)).body.code).toBe("customer_blocked");
  await liftBlockByTwo(teller, supervisor, amir.customerId);
});

test("a card that was replaced neither releases its customer's device nor blocks", async () => {
  const { customerId, secondCard: cardNumber } = ali;
  await equip(bank, atm, ali);
  await changeCustomer(bank, { kind: "card-reissued", customerId, cardNumber });
  const released = await releaseAtAtm(cardNumber);
  expect([released.status, released.body.code]).toEqual([404, "card_not_found"]);
  const blocked = await blockAtAtm(cardNumber);
  expect([blocked.status, blocked.body.code]).toEqual([404, "card_not_found"]);
});

test("S25 a device released at an ATM is dead with its tokens, its customer is told, and for 24 hours only a branch issues", async () => {
  const holder = await equip(bank, atm, sara);
  const pending = await issueAccountToken(teller, sara.customerId);
  const code = await codeFrom(bank, holder);
  const reference = newReference();
  const released = await releaseAtAtm(sara.card, reference);
  expect([released.status, released.body]).toEqual([200, { released: true, revokedTokens: 2 }]);
  expect((await releaseAtAtm(sara.card, reference)).body).toEqual(released.body);
  expect(await newestSms(sara)).toContain("آزاد شد");
  expect(await pay(sara, code)).toBe("no_active_token");
  expect(await stateOf(holder.serial)).toEqual(["ended", "device-released"]);
  expect(await stateOf(pending.serial)).toEqual(["ended", "device-released"]);
  // The old device learns it too.
  expect(await holder.phone.serverTokens()).toMatchObject({
    problem: { code: "device_not_registered" },
  });
  const [event] = await readEvents(auditor, "type=device.released&customerId=C1001");
  expect(event).toMatchObject({ actor: "atm", details: { via: "channel", revokedTokens: 2 } });

  const atBranch = (identitySeen: boolean): Promise<Answer<Problem>> =>
    teller.post("/staff/v1/tokens", {
      kind: "card",
      cardNumber: sara.card,
      identitySeen,
      ...newReference(),
    });
  bank.clock.advanceSeconds(86_399);
  expect((await issue(sara.card)).body.code).toBe("branch_visit_required");
  expect((await atBranch(false)).body.code).toBe("identity_required");
  expect((await atBranch(true)).status).toBe(201);
  bank.clock.advanceSeconds(1);
  expect((await issue(sara.card)).status).toBe(201);
});

test("S25 an ATM releases twice a day for a card; where no device is, nothing is released", async () => {
  const { card } = amir;
  await releaseAtAtm(card);
  bank.clock.advanceSeconds(86_400);
  expect((await releaseAtAtm(card)).body).toEqual({ released: false, revokedTokens: 0 });
  expect((await releaseAtAtm(card)).status).toBe(200);
  const third = await releaseAtAtm(card);
  expect([third.status, third.body.code]).toEqual([429, "daily_limit_reached"]);
  bank.clock.advanceSeconds(86_400);
  expect((await releaseAtAtm(card)).status).toBe(200);
});

test("S25 at a branch a lost device is released by two people, its customer is told, and an ATM issues at once", async () => {
  const holder = await equip(bank, atm, ali);
  const id = await deviceIdOf(teller, ali);
  const code = await codeFrom(bank, holder);
  const asked = await askForRelease(teller, id);
  expect(await stateOf(holder.serial)).toEqual(["active", null]);
  expect(asked.body.approval?.subjects).toEqual([`${holder.serial} 628023******6237`]);
  expect(await deviceIdOf(teller, ali)).toBe(id);
  expect((await decide(supervisor, asked.body.approval)).body).toMatchObject({
    state: "approved",
    requestedBy: "teller",
    decidedBy: "supervisor",
  });
  expect((await askForRelease(teller, id)).body).toEqual({ approval: null });
  expect(await newestSms(ali)).toContain("آزاد شد");
  expect(await pay(ali, code)).toBe("no_active_token");
  expect((await issue(ali.card)).status).toBe(201);
  const [event] = await readEvents(auditor, `type=device.released&customerId=${ali.customerId}`);
  expect(event).toMatchObject({ actor: "supervisor", details: { requestedBy: "teller" } });
  const unknown = await askForRelease(teller, randomUUID());
  expect([unknown.status, unknown.body.code]).toEqual([404, "device_not_found"]);
});
