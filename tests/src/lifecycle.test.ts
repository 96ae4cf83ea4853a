import { randomUUID } from "node:crypto";
import type { Problem } from "@ramznama/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createBareDevice } from "./bare-device.ts";
import { openEnrolment } from "./card-enrolment.ts";
import { issueCardToken, openChannel, type Answer, type Channel } from "./channel.ts";
import {
  actOnToken,
  findToken,
  issueAccountToken,
  openDesk,
  readEvents,
  type Desk,
} from "./desk.ts";
import { codeFrom, equip } from "./equipped-phone.ts";
import { morePeople } from "./more-people.ts";
import { anyRequest } from "./phone-network.ts";
import { readActivationCode } from "./sms.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;
const { ali, amir } = morePeople;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: Desk;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
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

const pay = async (owner: CardOwner, code: string): Promise<string> => {
  const purpose = "card-second-password";
  const { body } = await shop.verify({ purpose, subject: owner.card, code });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

const stateOf = async (serial: string): Promise<readonly (string | null)[]> => {
  const { state, stateReason } = await findToken(supervisor, serial);
  return [state, stateReason];
};

const deviceIdOf = async (owner: CardOwner): Promise<string> => {
  const { body } = await supervisor.post<{ customers: { device: { id: string } | null }[] }>(
    "/staff/v1/customer-searches",
    { cardNumber: owner.card },
  );
  return body.customers[0]?.device?.id ?? "none";
};

const lift = (serial: string): Promise<Answer<{ state: string } & Partial<Problem>>> =>
  supervisor.delete(`/staff/v1/tokens/${serial}/suspension`);

test("S19 a token deleted on the phone is gone there and refused everywhere at once", async () => {
  const holder = await equip(bank, atm, sara);
  const code = await codeFrom(bank, holder);
  expect(await holder.phone.deleteToken(holder.id)).toEqual({ ok: true, deleted: 1, told: true });
  expect(await holder.phone.tokens()).toEqual([]);
  expect(await pay(sara, code)).toBe("no_active_token");
  expect(await stateOf(holder.serial)).toEqual(["ended", "deleted-on-phone"]);
  const [deleted] = await readEvents(auditor, `type=token.deleted&serial=${holder.serial}`);
  expect(deleted).toMatchObject({
    actorKind: "device",
    actor: await deviceIdOf(sara),
    customerId: sara.customerId,
  });
});

test("S19 deleting again, or deleting what the device never had, is harmless and changes nothing", async () => {
  const owner = await equip(bank, atm, reza);
  const device = await createBareDevice(bank);
  await device.register(amir);
  for (const serial of [owner.serial, "123456789015"]) {
    for (let times = 0; times < 2; times += 1) {
      expect((await device.send("DELETE", `/device/v1/tokens/${serial}`)).status).toBe(204);
    }
  }
  expect(await pay(reza, await codeFrom(bank, owner))).toBe("accepted");
  await owner.phone.deleteToken(owner.id);
  expect(await owner.phone.deleteToken(owner.id)).toEqual({ ok: false, reason: "no_such_token" });
  expect(await readEvents(auditor, `type=token.deleted&serial=${owner.serial}`)).toHaveLength(1);
});

test("S19 a deletion without network is delivered at the next connection", async () => {
  const holder = await equip(bank, atm, sara);
  const code = await codeFrom(bank, holder);
  holder.network.upset(anyRequest, { kind: "offline" });
  expect(await holder.phone.deleteToken(holder.id)).toEqual({ ok: true, deleted: 1, told: false });
  expect(await holder.phone.tokens()).toEqual([]);
  expect(await stateOf(holder.serial)).toEqual(["active", null]);
  holder.network.upset(/^DELETE/, { kind: "answer-lost" });
  await holder.phone.synchronise();
  holder.network.clear();
  expect(await holder.phone.synchronise()).toEqual({ ok: true, value: true });
  expect(await stateOf(holder.serial)).toEqual(["ended", "deleted-on-phone"]);
  expect(await pay(sara, code)).toBe("no_active_token");
  expect(await readEvents(auditor, `type=token.deleted&serial=${holder.serial}`)).toHaveLength(1);
});

test("S19 an erased vault ends every token of the device with one word, repeated or not", async () => {
  const device = await openEnrolment(bank, atm).registerBareDevice(ali);
  const serials: string[] = [];
  for (const cardNumber of [ali.card, ali.secondCard]) {
    const { serial } = await issueCardToken(atm, cardNumber);
    const code = await readActivationCode(bank, ali.mobile);
    const begun = await device.begin({ kind: "card", cardNumber, serial, code });
    const opened = await device.open(begun, await device.sendActivation(begun));
    // The second stays without its confirmation.
    if (serials.length === 0) await device.confirm(opened);
    serials.push(serial);
  }
  expect((await device.send("DELETE", "/device/v1/tokens")).status).toBe(204);
  expect((await device.send("DELETE", "/device/v1/tokens")).status).toBe(204);
  for (const serial of serials)
    expect(await stateOf(serial)).toEqual(["ended", "deleted-on-phone"]);
});

test("S19 a branch revokes a token for good, twice as well as once, and the phone's code is refused", async () => {
  const holder = await equip(bank, atm, sara);
  const code = await codeFrom(bank, holder);
  const reference = newReference();
  const address = `/staff/v1/tokens/${holder.serial}/revocation`;
  const first = await teller.post<{ state: string }>(address, reference);
  expect(first.body).toMatchObject({ state: "ended", stateReason: "revoked-by-branch" });
  expect((await teller.post(address, reference)).body).toEqual(first.body);
  expect((await teller.post(address, newReference())).body).toEqual(first.body);
  expect(await pay(sara, code)).toBe("no_active_token");
  // Nobody is to lose a token, and with it the hold on the device, unawares; told once.
  const told = (await readSms(bank, sara.mobile)).filter(({ text }) => text.includes("غیرفعال شد"));
  expect(told).toHaveLength(1);
  const events = await readEvents(auditor, `type=token.revoked&serial=${holder.serial}`);
  expect(events).toMatchObject([{ actorKind: "staff", actor: "teller", branch: "1201" }]);
  const tokens = await holder.phone.serverTokens();
  expect(tokens).toMatchObject({
    ok: true,
    value: [{ serial: holder.serial, state: "ended", stateReason: "revoked-by-branch" }],
  });
});

test("a suspended token is refused until the suspension is lifted, and then works again", async () => {
  const holder = await equip(bank, atm, sara);
  const suspended = await actOnToken(teller, holder.serial, "suspension");
  expect(suspended.body).toMatchObject({ state: "suspended", stateReason: "suspended-by-branch" });
  expect((await actOnToken(teller, holder.serial, "suspension")).status).toBe(200);
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("no_active_token");
  expect((await lift(holder.serial)).body.state).toBe("active");
  expect((await lift(holder.serial)).body.state).toBe("active");
  expect(await pay(sara, await codeFrom(bank, holder))).toBe("accepted");
  const events = await readEvents(auditor, `serial=${holder.serial}`);
  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type === "token.suspended")).toHaveLength(1);
  expect(types.filter((type) => type === "token.suspension-lifted")).toHaveLength(1);
});

test("what has ended stays ended: no suspension, no lift, no link, no code sent again", async () => {
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const early = await actOnToken(teller, serial, "suspension");
  expect([early.status, early.body.code]).toEqual([409, "token_state_conflict"]);
  await actOnToken(teller, serial, "revocation");
  const refusals: readonly Answer<Partial<Problem>>[] = [
    await actOnToken(teller, serial, "suspension"),
    await lift(serial),
    await teller.put(`/staff/v1/tokens/${serial}/links`, { gatewayLogin: true, accounts: [] }),
    await teller.post(`/staff/v1/tokens/${serial}/activation-codes`, newReference()),
  ];
  for (const { status, body } of refusals) {
    expect([status, body.code]).toEqual([409, "token_state_conflict"]);
  }
  expect(await stateOf(serial)).toEqual(["ended", "revoked-by-branch"]);
});

test("reading customer data, tokens and the audit itself leaves events with the reader's name", async () => {
  await teller.post("/staff/v1/customer-searches", { mobile: sara.mobile });
  await teller.get(`/staff/v1/tokens?customerId=${sara.customerId}`);
  await readEvents(auditor, `customerId=${sara.customerId}`);
  const newest = async (type: string) => (await readEvents(auditor, `type=${type}`))[0];
  expect(await newest("customers.searched")).toMatchObject({
    actor: "teller",
    branch: "1201",
    details: { by: "mobile", found: 1 },
  });
  expect(await newest("customer.read")).toMatchObject({
    actor: "teller",
    customerId: sara.customerId,
  });
  expect(await newest("tokens.read")).toMatchObject({
    actor: "teller",
    customerId: sara.customerId,
  });
  expect(await newest("audit.read")).toMatchObject({ actorKind: "staff", actor: "auditor" });
});

test("a revocation that races verifications: nothing is accepted after it was acknowledged", async () => {
  for (let round = 0; round < 5; round += 1) {
    const holder = await equip(bank, atm, reza);
    const codes: string[] = [];
    for (let count = 0; count < 8; count += 1) codes.push(await codeFrom(bank, holder));
    const late = await codeFrom(bank, holder);
    await Promise.all([
      ...codes.slice(0, 4).map((code) => pay(reza, code)),
      actOnToken(teller, holder.serial, "revocation"),
      ...codes.slice(4).map((code) => pay(reza, code)),
    ]);
    expect(await pay(reza, late)).toBe("no_active_token");
    // Events of one token are numbered under its lock, so their order is that of the changes.
    const events = await readEvents(auditor, `serial=${holder.serial}`);
    const types = events.map(({ type }) => type).reverse();
    expect(types).toContain("token.revoked");
    expect(types.slice(types.indexOf("token.revoked"))).not.toContain("code.accepted");
    bank.clock.advanceSeconds(86_400);
  }
});
