import { randomUUID } from "node:crypto";
import type { Problem, Purpose, VerificationResponse } from "@ramznama/contract";
import { makeTokenSerial } from "@ramznama/persian";
import type { Phone } from "@ramznama/phone";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { changeCustomer, setCoreBanking } from "./core-banking.ts";
import {
  actOnToken,
  findToken,
  issueAccountToken,
  linkByTwo,
  openDesk,
  readEvents,
  type Desk,
  type Linked,
} from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { readActivationCode } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, amir } = morePeople;
const joint = reza.jointAccount;

let bank: TestBank;
let atm: Channel;
let core: Channel;
let teller: Desk;
let supervisor: Desk;
let auditor: Desk;
const phones = new Map<string, Phone>();

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  core = await openChannel(bank, "core");
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day.
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

interface Person {
  readonly customerId: string;
  readonly nationalId: string;
  readonly mobile: string;
}

interface HeldToken {
  readonly serial: string;
  /** A code of a second of its own. */
  readonly code: () => Promise<string>;
}

const phoneOf = async (person: Person): Promise<Phone> => {
  const known = phones.get(person.customerId);
  if (known !== undefined) return known;
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, person);
  phones.set(person.customerId, phone);
  return phone;
};

const heldBy = (phone: Phone, id: string, serial: string): HeldToken => ({
  serial,
  code: () => {
    bank.clock.advanceSeconds(1);
    return takeCode(phone, id);
  },
});

const activateAccountToken = async (person: Person): Promise<HeldToken> => {
  const phone = await phoneOf(person);
  const { serial } = await issueAccountToken(teller, person.customerId);
  const code = await readActivationCode(bank, person.mobile);
  const outcome = await phone.activate({ kind: "account-gateway", serial, code });
  if (!outcome.ok) throw new Error(`activation was refused: ${JSON.stringify(outcome)}`);
  return heldBy(phone, outcome.id, serial);
};

const link = (serial: string, wanted: Parameters<typeof linkByTwo>[3]): Promise<Linked> =>
  linkByTwo(teller, supervisor, serial, wanted);

const verify = (purpose: Purpose, subject: string, code: string, holder?: string) =>
  core.verify({ purpose, subject, code, ...(holder === undefined ? {} : { holder }) });

const outcomeOf = (body: VerificationResponse): string =>
  body.outcome === "accepted" ? "accepted" : body.reason;

const logIn = async (login: string, code: string): Promise<string> =>
  outcomeOf((await verify("gateway-login", login, code)).body);

const transfer = async (account: string, code: string, holder?: string): Promise<string> =>
  outcomeOf((await verify("account-password", account, code, holder)).body);

test("S5 an account/gateway token that no branch has linked is refused everywhere", async () => {
  const token = await activateAccountToken(sara);
  expect(await logIn(sara.gatewayLogin, await token.code())).toBe("no_active_token");
  expect(await transfer(sara.account, await token.code())).toBe("no_active_token");
});

test("S5 only what is linked is served: the login, then the account, then both", async () => {
  const token = await activateAccountToken(sara);
  const login = await link(token.serial, { gatewayLogin: true });
  const linkedAt = new Date(bank.clock.now()).toISOString();
  expect(login.body.links).toEqual([
    { purpose: "gateway-login", subject: sara.gatewayLogin, linkedAt },
  ]);
  expect(await logIn(sara.gatewayLogin, await token.code())).toBe("accepted");
  expect(await logIn("SARA.Ahmadi", await token.code())).toBe("accepted");
  expect(await transfer(sara.account, await token.code())).toBe("no_active_token");

  await link(token.serial, { accounts: [sara.account] });
  expect(await logIn(sara.gatewayLogin, await token.code())).toBe("no_active_token");
  expect(await transfer(sara.account, await token.code())).toBe("accepted");

  const both = await link(token.serial, { gatewayLogin: true, accounts: [sara.account] });
  expect(both.body.links.map(({ purpose }) => purpose).sort()).toEqual([
    "account-password",
    "gateway-login",
  ]);
  expect(JSON.stringify(both.body)).not.toContain(sara.account);
  expect(await logIn(sara.gatewayLogin, await token.code())).toBe("accepted");
  expect(await transfer(sara.account, await token.code())).toBe("accepted");
});

test("S2 one code is accepted once across the purposes of its token", async () => {
  const token = await activateAccountToken(sara);
  await link(token.serial, { gatewayLogin: true, accounts: [sara.account] });
  const code = await token.code();
  expect(await logIn(sara.gatewayLogin, code)).toBe("accepted");
  expect(await transfer(sara.account, code)).toBe("not_accepted");
  const other = await token.code();
  const both = await Promise.all([
    logIn(sara.gatewayLogin, other),
    transfer(sara.account, other),
    logIn(sara.gatewayLogin, other),
    transfer(sara.account, other),
  ]);
  expect(both.filter((outcome) => outcome === "accepted")).toHaveLength(1);
});

test("S5 unlinking stops a purpose at once", async () => {
  const token = await activateAccountToken(sara);
  await link(token.serial, { gatewayLogin: true, accounts: [sara.account] });
  const code = await token.code();
  expect((await link(token.serial, {})).body.links).toEqual([]);
  expect(await logIn(sara.gatewayLogin, code)).toBe("no_active_token");
  expect(await transfer(sara.account, code)).toBe("no_active_token");
  const events = await readEvents(auditor, `type=links.replaced&serial=${token.serial}`);
  expect(events.map(({ actor, details }) => [actor, details["added"], details["ended"]])).toEqual([
    ["teller", 0, 2],
    // The account waited for a second person.
    ["teller", 1, 0],
  ]);
});

test("S2, S5 a card token serves its card alone and cannot be linked", async () => {
  const phone = await phoneOf(sara);
  const { id, serial } = await activateCard(bank, atm, phone, sara);
  const card = heldBy(phone, id, serial);
  const refused = await link(serial, { gatewayLogin: true });
  expect([refused.status, refused.body.code]).toEqual([409, "link_not_allowed"]);
  const account = await activateAccountToken(sara);
  await link(account.serial, { gatewayLogin: true, accounts: [sara.account] });
  expect(await logIn(sara.gatewayLogin, await card.code())).toBe("not_accepted");
  const purpose = "card-second-password";
  const crossed = await core.verify({ purpose, subject: sara.card, code: await account.code() });
  expect(outcomeOf(crossed.body)).toBe("not_accepted");
});

test("S5 an account of somebody else, an unknown one, and a missing login are refused with nothing half linked", async () => {
  const token = await activateAccountToken(sara);
  for (const foreign of [reza.account, joint, "1234567890123"]) {
    const refused = await link(token.serial, {
      gatewayLogin: true,
      accounts: [sara.account, foreign],
    });
    expect([refused.status, refused.body.code]).toEqual([409, "account_not_owned"]);
  }
  expect((await findToken(teller, token.serial)).links).toEqual([]);
  const unknown = await link(makeTokenSerial("90000000000"), { gatewayLogin: true });
  expect([unknown.status, unknown.body.code]).toEqual([404, "token_not_found"]);
});

test("S5 a customer without a gateway login has accounts linked, and nothing else", async () => {
  const token = await activateAccountToken(amir);
  const refused = await link(token.serial, { gatewayLogin: true, accounts: [amir.account] });
  expect([refused.status, refused.body.code]).toEqual([409, "no_gateway_login"]);
  expect((await link(token.serial, { accounts: [amir.account] })).status).toBe(200);
  expect(await transfer(amir.account, await token.code())).toBe("accepted");
});

test("S5 a joint account has a token for each holder, and the channel names whose code it is", async () => {
  const ofReza = await activateAccountToken(reza);
  const ofMaryam = await activateAccountToken(maryam);
  await link(ofReza.serial, { accounts: [joint] });
  expect(await transfer(joint, await ofReza.code())).toBe("accepted");
  await link(ofMaryam.serial, { accounts: [joint] });

  const code = await ofReza.code();
  const unnamed = await verify("account-password", joint, code);
  expect([unnamed.status, outcomeOf(unnamed.body)]).toEqual([200, "not_accepted"]);
  const [refused] = await readEvents(auditor, "type=code.refused");
  expect(refused).toMatchObject({ serial: null, details: { cause: "holder_not_named" } });
  // It was looked at for nobody, and is good for whose it is.
  expect(await transfer(joint, code, "C1003")).toBe("not_accepted");
  expect(await transfer(joint, code, "C1002")).toBe("accepted");
  expect(await transfer(joint, await ofMaryam.code(), "C1003")).toBe("accepted");
  expect(await transfer(joint, await ofMaryam.code(), "C1001")).toBe("no_active_token");
});

test("S5 an account and holder have one live token: the later link takes the account over", async () => {
  const [first, second] = [await activateAccountToken(reza), await activateAccountToken(reza)];
  const ofMaryam = await activateAccountToken(maryam);
  await link(ofMaryam.serial, { accounts: [joint] });
  await link(first.serial, { gatewayLogin: true, accounts: [joint] });
  await link(second.serial, { accounts: [joint] });
  expect(await transfer(joint, await first.code(), "C1002")).toBe("not_accepted");
  expect(await transfer(joint, await second.code(), "C1002")).toBe("accepted");
  expect(await transfer(joint, await ofMaryam.code(), "C1003")).toBe("accepted");
  expect(await logIn(reza.gatewayLogin, await first.code())).toBe("accepted");
});

test("S5 a token whose account another took over while it was suspended comes back without it", async () => {
  const first = await activateAccountToken(sara);
  const second = await activateAccountToken(sara);
  await link(first.serial, { gatewayLogin: true, accounts: [sara.account] });
  await actOnToken(teller, first.serial, "suspension");
  await link(second.serial, { accounts: [sara.account] });
  const meanwhile = await link(first.serial, { accounts: [sara.account] });
  expect([meanwhile.status, meanwhile.body.code]).toEqual([409, "token_state_conflict"]);
  await teller.delete(`/staff/v1/tokens/${first.serial}/suspension`);
  expect(await transfer(sara.account, await first.code())).toBe("not_accepted");
  expect(await transfer(sara.account, await second.code())).toBe("accepted");
  expect(await logIn(sara.gatewayLogin, await first.code())).toBe("accepted");
});

test("S5 what was linked before activation takes over only with the activation", async () => {
  const working = await activateAccountToken(sara);
  await link(working.serial, { accounts: [sara.account] });
  const { serial } = await issueAccountToken(teller, sara.customerId);
  await link(serial, { accounts: [sara.account] });
  expect(await transfer(sara.account, await working.code())).toBe("accepted");
  const phone = await phoneOf(sara);
  const code = await readActivationCode(bank, sara.mobile);
  const outcome = await phone.activate({ kind: "account-gateway", serial, code });
  const next = heldBy(phone, outcome.ok ? outcome.id : "", serial);
  expect(await transfer(sara.account, await working.code())).toBe("not_accepted");
  expect(await transfer(sara.account, await next.code())).toBe("accepted");
});

test("S5 core banking's word holds for 24 hours, with core banking away, and no longer", async () => {
  const token = await activateAccountToken(sara);
  await link(token.serial, { accounts: [sara.account] });
  await setCoreBanking(bank, "down");
  bank.clock.advanceSeconds(86_398);
  expect(await transfer(sara.account, await token.code())).toBe("accepted");
  bank.clock.advanceSeconds(2);
  const old = await verify("account-password", sara.account, await token.code());
  expect([old.status, old.body.code]).toEqual([503, "core_bank_unavailable"]);
  await setCoreBanking(bank, "nonsense");
  expect((await verify("account-password", sara.account, await token.code())).status).toBe(503);
  await setCoreBanking(bank, "normal");
  expect(await transfer(sara.account, await token.code())).toBe("accepted");
  await setCoreBanking(bank, "down");
  bank.clock.advanceSeconds(86_390);
  expect(await transfer(sara.account, await token.code())).toBe("accepted");
  await setCoreBanking(bank, "normal");
});

test("S5 the case of a login name does not matter, not even when core banking is asked again", async () => {
  const token = await activateAccountToken(sara);
  await link(token.serial, { gatewayLogin: true });
  bank.clock.advanceSeconds(86_401);
  expect(await logIn("SARA.Ahmadi", await token.code())).toBe("accepted");
  expect(await logIn(sara.gatewayLogin, await token.code())).toBe("accepted");
});

test("S5 an answer that was given is given again, whatever has become of core banking and ownership", async () => {
  const token = await activateAccountToken(sara);
  await link(token.serial, { accounts: [sara.account] });
  const entry = {
    purpose: "account-password",
    subject: sara.account,
    code: await token.code(),
    transactionReference: randomUUID(),
  } as const;
  const { body: first } = await core.verify(entry);
  expect(first.outcome).toBe("accepted");
  await setCoreBanking(bank, "down");
  bank.clock.advanceSeconds(2 * 86_400);
  const again = await core.verify(entry);
  expect([again.status, again.body]).toEqual([200, { ...first, replayed: true }]);
  await setCoreBanking(bank, "normal");
});

test("S5 an account that is no longer the customer's is refused after 24 hours at the latest, and its link has ended", async () => {
  const token = await activateAccountToken(ali);
  await link(token.serial, { gatewayLogin: true, accounts: [ali.account] });
  const { customerId, account } = ali;
  await changeCustomer(bank, { kind: "account-ownership-ended", customerId, account });
  bank.clock.advanceSeconds(86_401);
  expect(await transfer(ali.account, await token.code())).toBe("no_active_token");
  const { links } = await findToken(teller, token.serial);
  expect(links.map(({ purpose }) => purpose)).toEqual(["gateway-login"]);
  const [lost] = await readEvents(auditor, `type=link.lost-ownership&customerId=${customerId}`);
  expect(lost).toMatchObject({ actorKind: "system", details: { purpose: "account-password" } });
  expect(await logIn(ali.gatewayLogin, await token.code())).toBe("accepted");
});

test("S10 a replaced card's token dies with the card; the new number needs a new token", async () => {
  const phone = await phoneOf(ali);
  const { id, serial } = await activateCard(bank, atm, phone, ali);
  const old = heldBy(phone, id, serial);
  const { cards } = await changeCustomer(bank, {
    kind: "card-reissued",
    customerId: ali.customerId,
    cardNumber: ali.card,
  });
  const replacement = cards[cards.findIndex(({ number }) => number === ali.card) + 1]?.number;
  expect(replacement).toMatch(/^628023[0-9]{10}$/);
  const newCard = replacement ?? "";
  bank.clock.advanceSeconds(86_401);
  const purpose = "card-second-password";
  for (const subject of [ali.card, newCard]) {
    const { body } = await core.verify({ purpose, subject, code: await old.code() });
    expect(outcomeOf(body)).toBe("no_active_token");
  }
  expect((await findToken(teller, serial)).state).toBe("ended");
  const again = await atm.post<Problem>("/bank/v1/tokens", {
    kind: "card",
    cardNumber: ali.card,
    requestReference: randomUUID(),
  });
  expect([again.status, again.body.code]).toEqual([404, "card_not_found"]);
  const next = await issueCardToken(atm, newCard);
  const code = await readActivationCode(bank, ali.mobile);
  const outcome = await phone.activate({
    kind: "card",
    cardNumber: newCard,
    serial: next.serial,
    code,
  });
  const held = heldBy(phone, outcome.ok ? outcome.id : "", next.serial);
  const { body } = await core.verify({ purpose, subject: newCard, code: await held.code() });
  expect(outcomeOf(body)).toBe("accepted");
});
