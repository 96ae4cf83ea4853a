import { randomUUID } from "node:crypto";
import type { Approval } from "@ramznama/contract";
import { defaultPolicy } from "@ramznama/server";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { changeCustomer, setCoreBanking } from "./core-banking.ts";
import {
  actOnToken,
  askForLinks,
  askForRelease,
  decide,
  deviceIdOf,
  findToken,
  issueAccountToken,
  linkByTwo,
  openDesk,
  openDeskWith,
  readEvents,
  type Desk,
  type Refusable,
} from "./desk.ts";
import { codeFrom, equip } from "./equipped-phone.ts";
import { signInAs } from "./forged-tokens.ts";
import { morePeople } from "./more-people.ts";
import { readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, amir } = morePeople;
const joint = reza.jointAccount;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: Desk;
let supervisor: Desk;
let secondSupervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  [atm, shop] = [await openChannel(bank, "atm"), await openChannel(bank, "shop")];
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  const second = { user: "supervisor-b", roles: ["supervisor"], branch: "1201" };
  secondSupervisor = openDeskWith(bank, await signInAs(bank, second));
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day.
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

const refusalOf = ({ status, body }: Refusable<object>) => [status, body.code];

const listed = async (desk: Desk, query = ""): Promise<readonly Approval[]> =>
  (await desk.get<{ approvals: Approval[] }>(`/staff/v1/approvals?${query}`)).body.approvals;

const stateOf = async (approval: Approval | null | undefined) =>
  (await listed(teller, "limit=200")).find(({ id }) => id === approval?.id)?.state;

const purposesOf = async (serial: string) =>
  (await findToken(teller, serial)).links.map(({ purpose }) => purpose).sort();

/** A token of Sara's whose account waits for a second person. */
const askForAccount = async () => {
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const asked = await askForLinks(teller, serial, { gatewayLogin: true, accounts: [sara.account] });
  return { serial, approval: asked.body.approval, asked };
};

test("an account is linked only when a second person has approved, the login at once, and both stand in the record", async () => {
  const { serial, asked } = await askForAccount();
  const requestedAt = new Date(bank.clock.now()).toISOString();
  expect(asked.body.links.map(({ purpose }) => purpose)).toEqual(["gateway-login"]);
  expect(asked.body.approval).toEqual({
    id: asked.body.approval?.id,
    kind: "account-links",
    state: "requested",
    branch: "1201",
    customerId: sara.customerId,
    customerName: "سارا احمدی",
    serial,
    subjects: ["******0052"],
    requestedBy: "teller",
    requestedAt,
    expiresAt: new Date(bank.clock.now() + 7_200_000).toISOString(),
    decidedBy: null,
    decidedAt: null,
    note: null,
    mayDecide: false,
  });
  expect((await listed(supervisor, "state=requested"))[0]).toEqual({
    ...asked.body.approval,
    mayDecide: true,
  });
  bank.clock.advanceSeconds(60);
  const decided = await decide(supervisor, asked.body.approval, "approve", { note: "seen" });
  expect(decided.body).toMatchObject({
    state: "approved",
    decidedBy: "supervisor",
    decidedAt: new Date(bank.clock.now()).toISOString(),
    note: "seen",
  });
  expect(await purposesOf(serial)).toEqual(["account-password", "gateway-login"]);
  const [approved] = await readEvents(auditor, `type=approval.approved&serial=${serial}`);
  expect(approved).toMatchObject({
    customerId: sara.customerId,
    actor: "supervisor",
    branch: "1201",
    details: { kind: "account-links", requestedBy: "teller", object: serial },
  });
  const [added] = await readEvents(auditor, `type=links.added&serial=${serial}`);
  expect(added).toMatchObject({
    actor: "supervisor",
    details: { requestedBy: "teller", added: 1 },
  });
});

test("every holder of a joint account is told by SMS once a token answers for it, and nobody before", async () => {
  const { serial } = await issueAccountToken(teller, reza.customerId);
  const of = async ({ mobile }: { mobile: string }) => (await readSms(bank, mobile)).length;
  const before = [await of(reza), await of(maryam)];
  const asked = await askForLinks(teller, serial, { accounts: [joint] });
  await bank.drain();
  expect([await of(reza), await of(maryam)]).toEqual(before);
  await decide(supervisor, asked.body.approval);
  await bank.drain();
  expect([await of(reza), await of(maryam)]).toEqual(before.map((count) => count + 1));
  const [told] = await readSms(bank, maryam.mobile);
  expect(told?.text).toContain("متصل شد");
  expect(told?.text).not.toContain(joint);
});

test("nobody decides a request of their own, a supervisor neither", async () => {
  const { serial } = await issueAccountToken(supervisor, sara.customerId);
  const asked = await askForLinks(supervisor, serial, { accounts: [sara.account] });
  expect(asked.body.approval?.mayDecide).toBe(false);
  for (const decision of ["approve", "reject"] as const) {
    const own = await decide(supervisor, asked.body.approval, decision);
    expect(refusalOf(own)).toEqual([403, "own_request"]);
  }
  expect(await purposesOf(serial)).toEqual([]);
  expect((await decide(secondSupervisor, asked.body.approval)).body.state).toBe("approved");
  expect(await purposesOf(serial)).toEqual(["account-password"]);
});

test("a request expires after two hours, and reads so without anybody's doing", async () => {
  const { serial, approval } = await askForAccount();
  bank.clock.advanceSeconds(7_199);
  expect(await stateOf(approval)).toBe("requested");
  bank.clock.advanceSeconds(1);
  expect(await stateOf(approval)).toBe("expired");
  expect((await listed(teller, "state=requested")).map(({ id }) => id)).not.toContain(approval?.id);
  expect((await listed(teller, "state=expired")).map(({ id }) => id)).toContain(approval?.id);
  expect(refusalOf(await decide(supervisor, approval))).toEqual([410, "approval_expired"]);
  await bank.drain();
  expect(await stateOf(approval)).toBe("expired");
  expect(refusalOf(await decide(supervisor, approval))).toEqual([410, "approval_expired"]);
  expect(await purposesOf(serial)).toEqual(["gateway-login"]);
});

test("what has changed since it was asked is void, refused, and stays so", async () => {
  const { serial, approval } = await askForAccount();
  // Somebody else changes the links meanwhile, without asking for accounts.
  const other = await openDesk(bank, "teller2");
  await askForLinks(other, serial, { gatewayLogin: false });
  expect(await stateOf(approval)).toBe("voided");

  const suspended = await equipAccount();
  const waiting = await askForLinks(teller, suspended, { accounts: [sara.account] });
  await actOnToken(teller, suspended, "suspension");
  expect(refusalOf(await decide(supervisor, waiting.body.approval))).toEqual([
    409,
    "approval_voided",
  ]);
  expect(await stateOf(waiting.body.approval)).toBe("voided");
  await teller.delete(`/staff/v1/tokens/${suspended}/suspension`);
  expect(refusalOf(await decide(supervisor, waiting.body.approval))).toEqual([
    409,
    "approval_voided",
  ]);
  expect(await purposesOf(suspended)).toEqual([]);
  const [event] = await readEvents(auditor, "type=approval.voided&customerId=C1001");
  expect(event).toMatchObject({ details: { because: "changed", requestedBy: "teller" } });
});

const equipAccount = async (): Promise<string> => {
  const holder = await equip(bank, atm, sara);
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const [sms] = await readSms(bank, sara.mobile);
  const code = /^[0-9]{8}$/m.exec(sms?.text ?? "")?.[0] ?? "";
  const outcome = await holder.phone.activate({ kind: "account-gateway", serial, code });
  if (!outcome.ok) throw new Error(`it was refused: ${JSON.stringify(outcome)}`);
  return serial;
};

test("the customer's own way from receipt to working token voids nothing", async () => {
  const holder = await equip(bank, atm, sara);
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const asked = await askForLinks(teller, serial, { accounts: [sara.account] });
  await bank.drain();
  const [sms] = await readSms(bank, sara.mobile);
  const code = /^[0-9]{8}$/m.exec(sms?.text ?? "")?.[0] ?? "";
  expect(await holder.phone.activate({ kind: "account-gateway", serial, code })).toMatchObject({
    ok: true,
  });
  expect((await decide(supervisor, asked.body.approval)).body.state).toBe("approved");
});

test("a double click asks once; asking for something else, or by somebody else, voids what waited", async () => {
  const { serial, approval } = await askForAccount();
  const wanted = { gatewayLogin: true, accounts: [sara.account] };
  expect((await askForLinks(teller, serial, wanted)).body.approval?.id).toBe(approval?.id);
  const bySupervisor = await askForLinks(supervisor, serial, wanted);
  expect(bySupervisor.body.approval?.id).not.toBe(approval?.id);
  expect(await stateOf(approval)).toBe("voided");
  expect(refusalOf(await decide(supervisor, approval))).toEqual([409, "approval_voided"]);
  // What is linked already is all that is wanted now.
  expect((await askForLinks(teller, serial, { gatewayLogin: true })).body.approval).toBeNull();
  expect(await stateOf(bySupervisor.body.approval)).toBe("voided");
});

test("two supervisors at once: one decision is carried out, the other refused", async () => {
  const holder = await equip(bank, atm, ali);
  const asked = await askForRelease(teller, await deviceIdOf(teller, ali));
  const both = await Promise.all([
    decide(supervisor, asked.body.approval),
    decide(secondSupervisor, asked.body.approval),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)?.body.code).toBe("approval_decided");
  expect((await findToken(teller, holder.serial)).state).toBe("ended");
  const events = await readEvents(auditor, `type=device.released&customerId=${ali.customerId}`);
  expect(events).toHaveLength(1);
});

test("a rejected and a withdrawn request do nothing and are over; whoever asked withdraws, nobody else", async () => {
  const rejected = await askForAccount();
  const decided = await decide(supervisor, rejected.approval, "reject", { note: "wrong account" });
  expect(decided.body).toMatchObject({ state: "rejected", note: "wrong account" });
  expect(refusalOf(await decide(secondSupervisor, rejected.approval))).toEqual([
    409,
    "approval_decided",
  ]);
  expect(await purposesOf(rejected.serial)).toEqual(["gateway-login"]);

  const { approval, serial } = await askForAccount();
  const withdraw = (desk: Desk): Promise<Refusable<Approval>> =>
    desk.delete(`/staff/v1/approvals/${approval?.id ?? ""}`);
  expect(refusalOf(await withdraw(supervisor))).toEqual([403, "forbidden"]);
  expect((await withdraw(teller)).body.state).toBe("withdrawn");
  expect((await withdraw(teller)).body.state).toBe("withdrawn");
  expect(refusalOf(await decide(supervisor, approval))).toEqual([409, "approval_decided"]);
  expect(await purposesOf(serial)).toEqual(["gateway-login"]);
});

test("core banking is asked again before a decision: an account that is no longer the customer's is not linked", async () => {
  const { serial } = await issueAccountToken(teller, amir.customerId);
  const asked = await askForLinks(teller, serial, { accounts: [amir.account] });
  await setCoreBanking(bank, "down");
  expect(refusalOf(await decide(supervisor, asked.body.approval))).toEqual([
    503,
    "core_bank_unavailable",
  ]);
  await setCoreBanking(bank, "nonsense");
  expect(refusalOf(await decide(supervisor, asked.body.approval))).toEqual([
    503,
    "core_bank_unavailable",
  ]);
  await setCoreBanking(bank, "normal");
  const { customerId, account } = amir;
  await changeCustomer(bank, { kind: "account-ownership-ended", customerId, account });
  expect(refusalOf(await decide(supervisor, asked.body.approval))).toEqual([
    409,
    "account_not_owned",
  ]);
  expect(await stateOf(asked.body.approval)).toBe("requested");
  expect(await purposesOf(serial)).toEqual([]);
});

test("an emergency ends all of a customer's tokens, of every kind, once a second person has approved", async () => {
  const holder = await equip(bank, atm, reza);
  const issued = await issueAccountToken(teller, reza.customerId);
  const ask = (): Promise<Refusable<{ approval: Approval | null }>> =>
    teller.post(`/staff/v1/customers/${reza.customerId}/revocation`, {
      requestReference: randomUUID(),
    });
  const early = await ask();
  // A token that nobody has seen when it was asked: the request is void.
  const { serial } = await issueCardToken(atm, "6280232714926653");
  expect(refusalOf(await decide(supervisor, early.body.approval))).toEqual([
    409,
    "approval_voided",
  ]);
  const asked = await ask();
  expect(asked.body.approval?.subjects).toContain(`${holder.serial} 628023******2020`);
  const code = await codeFrom(bank, holder);
  await decide(supervisor, asked.body.approval);
  for (const each of [holder.serial, issued.serial, serial]) {
    expect(await findToken(teller, each)).toMatchObject({
      state: "ended",
      stateReason: "revoked-by-branch",
    });
  }
  const purpose = "card-second-password";
  const { body } = await shop.verify({ purpose, subject: reza.card, code });
  expect(body).toMatchObject({ reason: "no_active_token" });
  const [sms] = await readSms(bank, reza.mobile);
  expect(sms?.text).toContain("همه رمزنماهای شما لغو شد");
  expect((await ask()).body).toEqual({ approval: null });
  const [event] = await readEvents(auditor, `type=tokens.revoked&customerId=${reza.customerId}`);
  expect(event).toMatchObject({ actor: "supervisor", details: { requestedBy: "teller" } });
});

test("the list is a branch's own, newest first, and paged by key", async () => {
  const all = await listed(teller, "limit=200");
  expect(all.length).toBeGreaterThan(6);
  const paged: string[] = [];
  let after = "";
  for (;;) {
    const { body } = await teller.get<{ approvals: Approval[]; next: string | null }>(
      `/staff/v1/approvals?limit=3${after}`,
    );
    paged.push(...body.approvals.map(({ id }) => id));
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(paged).toEqual(all.map(({ id }) => id));
  const times = all.map(({ requestedAt }) => requestedAt);
  expect(times).toEqual([...times].sort().reverse());
  const reza1 = await listed(teller, `customerId=${reza.customerId}`);
  expect(new Set(reza1.map(({ customerId }) => customerId))).toEqual(new Set([reza.customerId]));
  expect(await listed(await openDesk(bank, "teller2"))).toEqual([]);
});

test("a full account number lies under seal while it waits, and nowhere afterwards", async () => {
  const { approval } = await askForAccount();
  const database = new pg.Client({ connectionString: bank.databaseUrl });
  await database.connect();
  const load = async () =>
    (
      await database.query<{ sealed_content: Buffer | null; row: string }>(
        "select sealed_content, a::text as row from approvals a where id = $1",
        [approval?.id],
      )
    ).rows[0];
  const waiting = await load();
  expect(waiting?.sealed_content?.length).toBeGreaterThan(sara.account.length);
  expect(waiting?.row).not.toContain(sara.account);
  expect(waiting?.row).not.toContain(Buffer.from(sara.account).toString("hex"));
  await decide(supervisor, approval);
  expect((await load())?.sealed_content).toBeNull();
  await database.end();
});

test("where a bank lets one person link accounts, they are linked at once and their holders told", async () => {
  const approvals = { ...defaultPolicy.approvals, accountLinks: false };
  const quick = await startTestBank({ policy: { ...defaultPolicy, approvals } });
  const desk = await openDesk(quick, "teller");
  const { serial } = await issueAccountToken(desk, maryam.customerId);
  const asked = await askForLinks(desk, serial, { accounts: [joint] });
  expect(asked.body.approval).toBeNull();
  expect(asked.body.links.map(({ purpose }) => purpose)).toEqual(["account-password"]);
  await quick.drain();
  expect((await readSms(quick, reza.mobile))[0]?.text).toContain("متصل شد");
  await quick.stop();
});

test("S5 links by two people need no more than one request for login and accounts together", async () => {
  const { serial } = await issueAccountToken(teller, sara.customerId);
  const wanted = { gatewayLogin: true, accounts: [sara.account] };
  const linked = await linkByTwo(teller, supervisor, serial, wanted);
  expect(linked.body.links.map(({ purpose }) => purpose).sort()).toEqual([
    "account-password",
    "gateway-login",
  ]);
});
