import { randomUUID } from "node:crypto";
import type { CustomerSummary, IssuedToken } from "@ramznama/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changeCustomer, setCoreBanking } from "./core-banking.ts";
import { storedContent } from "./database-content.ts";
import {
  askForBlockLift,
  askForLinks,
  askForRelease,
  decide,
  issueAccountToken,
  linkByTwo,
  openDesk,
  readEvents,
  seeIdentity,
  type Desk,
  type Refusable,
} from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { openTown } from "./model/town.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, narges, amir } = morePeople;

let bank: TestBank;
let teller: Desk;
let teller2: Desk;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  teller = await openDesk(bank, "teller");
  teller2 = await openDesk(bank, "teller2");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day.
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

const newReference = () => ({ requestReference: randomUUID() });

const issue = (desk: Desk, content: object): Promise<Refusable<IssuedToken>> =>
  desk.post("/staff/v1/tokens", { ...newReference(), ...content });

// First: the change is stamped with the machine's time, which the bank's clock leaves behind day by day.
test("a number changed in core banking between issue and code gets no code unless the branch has seen the document", async () => {
  const { customerId, mobile } = ali;
  const { serial } = await issueAccountToken(teller, customerId);
  const before = (await readSms(bank, mobile)).length;
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: "09120002004" });
  const again = (): Promise<Refusable<{ smsSentTo: string }>> =>
    teller.post(`/staff/v1/tokens/${serial}/activation-codes`, newReference());
  const refused = await again();
  expect([refused.status, refused.body.code]).toEqual([409, "identity_required"]);
  await bank.drain();
  expect(await readSms(bank, "09120002004")).toEqual([]);
  await seeIdentity(teller, customerId);
  expect((await again()).body.smsSentTo).toBe("0912***2004");
  expect(await readSms(bank, mobile)).toHaveLength(before);
  const reprinted = await teller.post<{ smsSentTo: string }>(
    `/staff/v1/tokens/${serial}/receipt-prints`,
    newReference(),
  );
  expect(reprinted.body.smsSentTo).toBe("0912***2004");
});

test("a double click on issue prints one serial and sends one code", async () => {
  const request = {
    kind: "account-gateway",
    customerId: sara.customerId,
    requestReference: randomUUID(),
  };
  const before = (await readSms(bank, sara.mobile)).length;
  const clicks = await Promise.all([issue(teller, request), issue(teller, request)]);
  expect(clicks.map(({ status }) => status)).toEqual([201, 201]);
  expect(clicks[0].body).toEqual(clicks[1].body);
  await bank.drain();
  expect(await readSms(bank, sara.mobile)).toHaveLength(before + 1);
});

test("two tellers on one customer: what both do is done one after the other, and one account is linked once", async () => {
  const { serial } = await issueAccountToken(teller, reza.customerId);
  const wanted = { gatewayLogin: true, accounts: [reza.account] };
  const both = await Promise.all([
    askForLinks(teller, serial, wanted),
    askForLinks(teller2, serial, wanted),
  ]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const open = [];
  for (const desk of [teller, teller2]) {
    const query = `state=requested&customerId=${reza.customerId}`;
    const { body } = await desk.get<{ approvals: object[] }>(`/staff/v1/approvals?${query}`);
    open.push(...body.approvals);
  }
  // The later one voided the earlier one; it belongs to one of the two branches.
  expect(open).toHaveLength(1);
  const linked = await linkByTwo(teller, supervisor, serial, wanted);
  expect(linked.body.links).toHaveLength(2);
});

test("a customer without a mobile number is refused in words, and an account that is linked tells whoever can be told", async () => {
  const refused = await issue(teller, {
    kind: "account-gateway",
    customerId: narges.customerId,
    identitySeen: true,
  });
  expect([refused.status, refused.body.code]).toEqual([409, "no_mobile_number"]);
  const { customerId } = maryam;
  const { serial } = await issueAccountToken(teller, reza.customerId);
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: null });
  const linked = await linkByTwo(teller, supervisor, serial, { accounts: [reza.jointAccount] });
  expect(linked.body.links).toHaveLength(1);
  const receipt = await teller.post<{ code: string }>(
    `/staff/v1/tokens/${(await issueAndLoseNumber()).serial}/receipt-prints`,
    newReference(),
  );
  expect([receipt.status, receipt.body.code]).toEqual([409, "no_mobile_number"]);
});

const issueAndLoseNumber = async (): Promise<IssuedToken> => {
  const issued = await issueAccountToken(teller, amir.customerId);
  const { customerId } = amir;
  await changeCustomer(bank, { kind: "mobile-changed", customerId, mobile: null });
  return issued;
};

test.each(["down", "nonsense"] as const)(
  "with core banking %s the desk is told so at every door that needs it, and nothing is half done",
  async (mode) => {
    const { serial } = await issueAccountToken(teller, sara.customerId);
    const asked = await askForLinks(teller, serial, { accounts: [sara.account] });
    await setCoreBanking(bank, mode);
    const before = await storedContent(bank);
    const path = `/staff/v1/customers/${sara.customerId}`;
    const answers = [
      await teller.post("/staff/v1/customer-searches", { mobile: sara.mobile }),
      await teller.get(path),
      await seeIdentity(teller, sara.customerId),
      await issue(teller, { kind: "card", cardNumber: sara.card }),
      await issue(teller, { kind: "account-gateway", customerId: sara.customerId }),
      await askForLinks(teller, serial, { gatewayLogin: true }),
      await teller.post(`/staff/v1/tokens/${serial}/activation-codes`, newReference()),
      await teller.post(`/staff/v1/tokens/${serial}/receipt-prints`, newReference()),
      await teller.post(`${path}/revocation`, newReference()),
      await askForBlockLift(teller, sara.customerId),
      await decide(supervisor, asked.body.approval),
    ] as readonly Refusable<object>[];
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([503, "core_bank_unavailable"]);
    }
    expect(await storedContent(bank)).toEqual(before);
    // What stops a thief does not wait for core banking, and a refusal needs nobody's word.
    expect((await decide(supervisor, asked.body.approval, "reject")).status).toBe(200);
    const stop = `/staff/v1/tokens/${serial}/revocation`;
    expect((await teller.post(stop, newReference())).status).toBe(200);
    await setCoreBanking(bank, "normal");
  },
);

test("core banking that answers too late is as good as away: the desk is told, and nothing is issued", async () => {
  await setCoreBanking(bank, "slow");
  const before = await storedContent(bank);
  const answers: readonly Refusable<object>[] = await Promise.all([
    teller.post<object>("/staff/v1/customer-searches", { mobile: sara.mobile }),
    issue(teller, { kind: "account-gateway", customerId: sara.customerId }),
    seeIdentity(teller, sara.customerId),
  ]);
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([503, "core_bank_unavailable"]);
  }
  expect(await storedContent(bank)).toEqual(before);
  await setCoreBanking(bank, "normal");
});

test("a request about nobody and nothing is answered as such", async () => {
  const nobody = await teller.get<{ code: string }>("/staff/v1/customers/C9999");
  expect([nobody.status, nobody.body.code]).toEqual([404, "customer_not_found"]);
  const revocation = await teller.post<{ code: string }>(
    "/staff/v1/customers/C9999/revocation",
    newReference(),
  );
  expect([revocation.status, revocation.body.code]).toEqual([404, "customer_not_found"]);
  const device = await askForRelease(teller, randomUUID());
  expect([device.status, device.body.code]).toEqual([404, "device_not_found"]);
  const note = await decide(supervisor, { id: randomUUID() }, "reject", { note: "ن".repeat(201) });
  expect([note.status, note.body.code]).toEqual([400, "invalid_request"]);
});

test("a note with a card number in it, grouped or in Persian digits, is refused and stored nowhere", async () => {
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const asked = await askForLinks(teller, serial, { accounts: [sara.account] });
  const grouped = sara.card.replace(/(....)(?=.)/g, "$1-");
  const persian = sara.card.replaceAll(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? "");
  for (const note of [`card ${grouped}`, persian]) {
    const refused = await decide(supervisor, asked.body.approval, "reject", { note });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: "/note", code: "holds_a_card_number" }],
    ]);
  }
  const long = "الف".repeat(66);
  const decided = await decide(supervisor, asked.body.approval, "reject", { note: long });
  expect(decided.body.note).toBe(long);
  const [event] = await readEvents(auditor, "type=approval.rejected&customerId=C1001");
  expect(JSON.stringify(event?.details)).not.toContain(long);
});

test.each([
  ["auditor", "audit-events?actor="],
  ["auditor", "audit-events?customerId="],
  ["auditor", "audit-events?branch="],
  ["auditor", "audit-exports?format=csv&actor="],
  ["teller", "tokens?customerId="],
  ["teller", "approvals?customerId="],
] as const)(
  "R10 a card number that %s looks for in %s is refused and stored nowhere",
  async (who, path) => {
    const desk = who === "auditor" ? auditor : teller;
    const answer = await desk.get<object>(`/staff/v1/${path}${maryam.card}`);
    expect([answer.status, answer.body]).toMatchObject([400, { code: "invalid_request" }]);
    expect(JSON.stringify(await storedContent(bank))).not.toContain(maryam.card);
  },
);

test("a name of 80 letters goes whole through search, receipt and request", async () => {
  const name = "عبدالرحمان‌پورمحمدی ".repeat(4).slice(0, 80);
  const town = await openTown(name);
  const other = await startTestBank({ neighbours: town });
  const desk = await openDesk(other, "teller");
  const { customerId, account } = town.newPerson();
  const customer = await desk.get<CustomerSummary>(`/staff/v1/customers/${customerId}`);
  expect(customer.body.name).toBe(name);
  const issued = await issueAccountToken(desk, customerId);
  expect(issued.receipt.subject).toBe(name);
  const asked = await askForLinks(desk, issued.serial, { accounts: [account] });
  expect(asked.body.approval?.customerName).toBe(name);
  await other.stop();
  await town.stop();
});
