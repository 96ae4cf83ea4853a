import { randomUUID } from "node:crypto";
import type { Approval, Problem } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCardToken, openChannel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import {
  askForBlockLift,
  askForLinks,
  askForRelease,
  decide,
  deviceIdOf,
  issueAccountToken,
  openDesk,
  openDeskWith,
  seeIdentity,
  type Desk,
  type Refusable,
} from "./desk.ts";
import { signInAs } from "./forged-tokens.ts";
import { morePeople } from "./more-people.ts";
import { createOpenPhone } from "./open-phone.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { people, registerPhone } from "./test-phone.ts";

const { sara, reza } = people;
const { ali, hasan } = morePeople;

let bank: TestBank;
let teller: Desk;
let supervisor: Desk;
let otherTeller: Desk;
let otherSupervisor: Desk;
let ofNoBranch: Desk;
/** Requests of the first branch: the links of a token of Sara's, and the release of Reza's device. */
let links: Approval;
let release: Approval;
let sarasSerial: string;

beforeAll(async () => {
  bank = await startTestBank();
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  otherTeller = await openDesk(bank, "teller2");
  const other = { user: "supervisor-of-1202", roles: ["supervisor"], branch: "1202" };
  otherSupervisor = openDeskWith(bank, await signInAs(bank, other));
  const nowhere = { user: "nowhere", roles: ["teller", "supervisor"] };
  ofNoBranch = openDeskWith(bank, await signInAs(bank, nowhere));
  const phone = createOpenPhone(bank);
  await registerPhone(bank, phone.phone, reza);
  ({ serial: sarasSerial } = await issueAccountToken(teller, sara.customerId));
  const asked = await askForLinks(teller, sarasSerial, { accounts: [sara.account] });
  const released = await askForRelease(teller, await deviceIdOf(teller, reza));
  links = there(asked.body.approval);
  release = there(released.body.approval);
});

afterAll(() => bank.stop());

const there = (approval: Approval | null): Approval => {
  if (approval === null) throw new Error("nothing waits");
  return approval;
};

const withdraw = (desk: Desk, { id }: Approval): Promise<Refusable<Approval>> =>
  desk.delete(`/staff/v1/approvals/${id}`);

/** Refused so, and nothing in the database is another than before. */
const expectRefused = async (
  ask: () => Promise<Refusable<object>>,
  status: number,
  code: string,
): Promise<void> => {
  const before = await storedContent(bank);
  const { status: got, body } = await ask();
  expect([got, body.code]).toEqual([status, code]);
  expect(await storedContent(bank)).toEqual(before);
};

test("R9 another branch's request is as if it did not exist: not listed, not decided, not withdrawn", async () => {
  for (const desk of [otherTeller, otherSupervisor]) {
    const { body } = await desk.get<{ approvals: Approval[] }>("/staff/v1/approvals");
    expect(body.approvals).toEqual([]);
    await expectRefused(() => withdraw(desk, links), 404, "approval_not_found");
  }
  for (const decision of ["approve", "reject"] as const) {
    const ask = () => decide(otherSupervisor, links, decision);
    await expectRefused(ask, 404, "approval_not_found");
  }
  const nobodys = { id: randomUUID() };
  await expectRefused(() => decide(otherSupervisor, nobodys), 404, "approval_not_found");
});

test("R9 nobody decides a request of their own, whichever of their roles they use", async () => {
  const both = { user: "both", roles: ["teller", "supervisor"], branch: "1201" };
  const desk = openDeskWith(bank, await signInAs(bank, both));
  const { serial } = await issueAccountToken(desk, reza.customerId);
  const asked = await askForLinks(desk, serial, { accounts: [reza.account] });
  const own = there(asked.body.approval);
  for (const decision of ["approve", "reject"] as const) {
    await expectRefused(() => decide(desk, own, decision), 403, "own_request");
  }
});

test("R9 a colleague's request is decided by a supervisor and withdrawn by nobody else", async () => {
  await expectRefused(() => withdraw(supervisor, links), 403, "forbidden");
  await expectRefused(() => decide(teller, links), 403, "forbidden");
});

test("R9 an approval does what was asked for its own customer and leaves every other alone", async () => {
  const device = await deviceIdOf(teller, reza);
  const decided = await decide(supervisor, links);
  expect(decided.body).toMatchObject({ state: "approved", customerId: sara.customerId });
  expect(await deviceIdOf(teller, reza)).toBe(device);
  await expectRefused(() => decide(supervisor, links), 409, "approval_decided");
  // Another customer's account for this token, and this customer's account for another's token.
  const foreign = () => askForLinks(teller, sarasSerial, { accounts: [reza.account] });
  await expectRefused(foreign, 409, "account_not_owned");
  const { serial } = await issueAccountToken(teller, reza.customerId);
  const crossed = () => askForLinks(teller, serial, { accounts: [sara.account] });
  await expectRefused(crossed, 409, "account_not_owned");
  expect((await decide(supervisor, release)).body.state).toBe("approved");
  expect(await deviceIdOf(teller, reza)).toBe("none");
});

test("R9 a receipt is printed again by the branch that issued it, and by no other", async () => {
  const print = (desk: Desk, serial: string) => (): Promise<Refusable<object>> =>
    desk.post(`/staff/v1/tokens/${serial}/receipt-prints`, { requestReference: randomUUID() });
  await expectRefused(print(otherTeller, sarasSerial), 403, "other_branch");
  const { serial } = await issueCardToken(await openChannel(bank, "atm"), ali.card);
  await expectRefused(print(teller, serial), 403, "other_branch");
  expect((await print(teller, sarasSerial)()).status).toBe(200);
});

test("R9 an identity check of another branch lifts no block", async () => {
  const atm = await openChannel(bank, "atm");
  await atm.post("/bank/v1/token-blocks", {
    cardNumber: hasan.card,
    requestReference: randomUUID(),
  });
  await seeIdentity(otherTeller, hasan.customerId);
  const ask = () => askForBlockLift(teller, hasan.customerId);
  await expectRefused(ask, 409, "identity_required");
  await seeIdentity(teller, hasan.customerId);
  expect((await ask()).body.approval?.kind).toBe("block-lift");
});

test("R9 a person without a branch acts at no desk, and may look", async () => {
  const reference = () => ({ requestReference: randomUUID() });
  const token = `/staff/v1/tokens/${sarasSerial}`;
  const customer = `/staff/v1/customers/${sara.customerId}`;
  const acts: readonly (() => Promise<Refusable<object>>)[] = [
    () => askForLinks(ofNoBranch, sarasSerial, { gatewayLogin: true }),
    () => seeIdentity(ofNoBranch, sara.customerId),
    () => askForRelease(ofNoBranch, randomUUID()),
    () => askForBlockLift(ofNoBranch, hasan.customerId),
    () => decide(ofNoBranch, links),
    () => withdraw(ofNoBranch, links),
    () => ofNoBranch.get("/staff/v1/approvals"),
    () => ofNoBranch.delete(`${token}/suspension`),
    () => ofNoBranch.post(`${customer}/revocation`, reference()),
    () =>
      ofNoBranch.post("/staff/v1/tokens", {
        kind: "account-gateway",
        customerId: sara.customerId,
        ...reference(),
      }),
    ...["activation-codes", "receipt-prints", "revocation", "suspension"].map(
      (act) => () => ofNoBranch.post<Partial<Problem>>(`${token}/${act}`, reference()),
    ),
  ];
  for (const act of acts) await expectRefused(act, 403, "branch_required");
  expect((await ofNoBranch.get(customer)).status).toBe(200);
});
