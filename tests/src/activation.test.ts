import { randomUUID } from "node:crypto";
import type { IssuedToken } from "@ramznama/contract";
import { luhnCheckDigit } from "@ramznama/persian";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isTagged, type DeviceReply } from "./bare-device.ts";
import { cardEntry, openEnrolment, otherCode, tryCode } from "./card-enrolment.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { findToken, issueAccountToken, openDesk, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { anyRequest } from "./phone-network.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;
const { ali } = morePeople;

let bank: TestBank;
let atm: Channel;
let supervisor: Desk;
let enrolment: ReturnType<typeof openEnrolment>;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  supervisor = await openDesk(bank, "supervisor");
  enrolment = openEnrolment(bank, atm);
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day, and three days after any release at an ATM.
beforeEach(() => {
  bank.clock.advanceSeconds(3 * 86_400);
});

/** A serial that is well-formed and was never issued. */
const unknownSerial = (number: number): string => {
  const payload = `9${String(number).padStart(10, "0")}`;
  return `${payload}${luhnCheckDigit(payload)}`;
};

/** As the person with the phone can compare it: everything but what is new in every answer. */
const visibleIn = ({ status, headers, text }: DeviceReply) => {
  const changing = new Set(["date", "dpop-nonce"]);
  const { reference, refusalTag, ...body } = JSON.parse(text) as Record<string, unknown>;
  return {
    status,
    headers: [...headers].filter(([name]) => !changing.has(name)),
    body,
    named: [typeof reference, typeof refusalTag],
    length: text.length,
  };
};

test("S11, S29 unknown serial, wrong code and somebody else's token look alike, and all are the bank's word", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const own = await enrolment.issueCard(sara);
  const foreign = await enrolment.issueCard(reza);
  const wrongs = [
    { ...own, code: otherCode(own.code) },
    { ...own, serial: unknownSerial(1) },
    foreign,
  ];
  const replies: DeviceReply[] = [];
  for (const wrong of wrongs) {
    const begun = await device.begin(cardEntry(sara, wrong));
    const reply = await device.sendActivation(begun);
    expect([reply.status, reply.code]).toEqual([422, "activation_not_recognised"]);
    expect(await isTagged(begun, reply)).toBe(true);
    replies.push(reply);
  }
  const [wrongCode, ...others] = replies.map(visibleIn);
  for (const other of others) expect(other).toEqual(wrongCode);
});

test("S29 five wrong codes void the activation code but not the token; a code sent again revives it", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  for (let shift = 1; shift <= 5; shift += 1) {
    const wrong = { ...issued, code: otherCode(issued.code, shift) };
    expect((await tryCode(device, sara, wrong)).code).toBe("activation_not_recognised");
  }
  const locked = await tryCode(device, sara, issued);
  expect([locked.status, locked.code]).toEqual([423, "activation_code_locked"]);
  expect((await findToken(supervisor, issued.serial)).state).toBe("issued");
  await atm.post(`/bank/v1/tokens/${issued.serial}/activation-codes`, {
    requestReference: randomUUID(),
  });
  const code = await readActivationCode(bank, sara.mobile);
  expect((await tryCode(device, sara, { ...issued, code })).status).toBe(201);
});

test("S29 after four wrong codes the right one activates, and the same wrong request again spends nothing", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  for (let shift = 1; shift <= 4; shift += 1) {
    const wrong = { ...issued, code: otherCode(issued.code, shift) };
    const begun = await device.begin(cardEntry(sara, wrong));
    const first = await device.sendActivation(begun);
    const again = await device.sendActivation(begun);
    expect(visibleIn(again)).toEqual(visibleIn(first));
  }
  expect((await tryCode(device, sara, issued)).status).toBe(201);
});

test("S29 an activation code works until its last second and is expired after 24 hours", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const first = await enrolment.issueCard(sara);
  bank.clock.advanceSeconds(86_400);
  const expired = await tryCode(device, sara, first);
  expect([expired.status, expired.code]).toEqual([410, "activation_code_expired"]);
  const second = await enrolment.issueCard(sara);
  bank.clock.advanceSeconds(86_399);
  expect((await tryCode(device, sara, second)).status).toBe(201);
});

test("S29 a code that has activated its token is used", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  const begun = await device.begin(cardEntry(sara, issued));
  const opened = await device.open(begun, await device.sendActivation(begun));
  expect((await device.confirm(opened)).status).toBe(204);
  const used = await tryCode(device, sara, issued);
  expect([used.status, used.code]).toEqual([409, "activation_code_used"]);
  // Even the very request that activated it: its stored reply is gone.
  expect((await device.sendActivation(begun)).status).toBe(409);
});

test("S25, S29 a stranger's tries spend nothing of the owner's, and count against the stranger's device: ten a day", async () => {
  const owner = await enrolment.registerBareDevice(reza);
  const stranger = await enrolment.registerBareDevice(sara);
  const foreign = await enrolment.issueCard(reza);
  const own = await enrolment.issueCard(sara);
  for (let times = 1; times <= 9; times += 1) {
    const entry = cardEntry(reza, foreign);
    const reply = await stranger.sendActivation(await stranger.begin(entry));
    expect(reply.code).toBe("activation_not_recognised");
  }
  expect((await tryCode(stranger, sara, { ...own, serial: unknownSerial(2) })).code).toBe(
    "activation_not_recognised",
  );
  const eleventh = await tryCode(stranger, sara, own);
  expect([eleventh.status, eleventh.code]).toEqual([429, "daily_limit_reached"]);
  expect((await tryCode(owner, reza, foreign)).status).toBe(201);
  bank.clock.advanceSeconds(86_399);
  expect((await tryCode(stranger, sara, own)).status).toBe(201);
});

test("S11, S29 the wrong card number is named as such and spends no attempt", async () => {
  const device = await enrolment.registerBareDevice(ali);
  const issued = await enrolment.issueCard(ali);
  for (let times = 1; times <= 6; times += 1) {
    const entry = { ...cardEntry(ali, issued), cardNumber: ali.secondCard };
    const reply = await device.sendActivation(await device.begin(entry));
    expect([reply.status, reply.code]).toEqual([422, "card_mismatch"]);
  }
  expect((await tryCode(device, ali, issued)).status).toBe(201);
});

test("S8, S29 a token of the other kind is sent to the other section", async () => {
  const { phone } = await enrolment.registerNewPhone(sara);
  const account = await issueAccountToken(supervisor, sara.customerId);
  const accountCode = await readActivationCode(bank, sara.mobile);
  const asCard = { kind: "card", cardNumber: sara.card } as const;
  const wrongTab = { ...asCard, serial: account.serial, code: accountCode };
  expect(await phone.activate(wrongTab)).toEqual({
    ok: false,
    reason: "refused",
    code: "wrong_kind",
  });
  const card = await enrolment.issueCard(sara);
  expect(await phone.activate({ kind: "account-gateway", ...card })).toMatchObject({
    code: "wrong_kind",
  });
  expect(await phone.tokens()).toEqual([]);
  const right = { kind: "account-gateway", serial: account.serial, code: accountCode } as const;
  expect(await phone.activate(right)).toMatchObject({ ok: true, state: "active" });
});

test("S10, S11 Persian and Arabic digits, groups and the whole pasted SMS are understood", async () => {
  const inScript = (text: string, digits: string) =>
    text.replace(/[0-9]/g, (digit) => digits[Number(digit)] ?? "");
  const { phone } = await enrolment.registerNewPhone(ali);
  const { serial } = await issueCardToken(atm, ali.card);
  const [sms] = (await bank.drain(), await readSms(bank, ali.mobile));
  const outcome = await phone.activate({
    kind: "card",
    cardNumber: inScript(ali.card.replace(/(.{4})(?=.)/g, "$1-"), "۰۱۲۳۴۵۶۷۸۹"),
    serial: inScript(serial.replace(/(.{4})(?=.)/g, "$1 "), "٠١٢٣٤٥٦٧٨٩"),
    code: sms?.text ?? "",
  });
  expect(outcome).toMatchObject({ ok: true, state: "active" });
  expect(await phone.tokens()).toMatchObject([
    { serial, state: "active", subject: { kind: "card", cardNumber: ali.card } },
  ]);
});

test("S14, S12 a listed card, a wrong check digit and no network are told before anything is sent", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const first = await enrolment.issueCard(sara);
  const activated = await phone.activate(cardEntry(sara, first));
  const second = await enrolment.issueCard(sara);
  const sent = network.exchanges.length;
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({
    reason: "card_already_listed",
  });
  const otherDigit = (Number(second.serial.slice(-1)) + 1) % 10;
  const wrongDigit = { ...second, serial: `${second.serial.slice(0, -1)}${otherDigit}` };
  expect(await phone.activate(cardEntry(sara, wrongDigit))).toMatchObject({ reason: "serial" });
  expect(network.exchanges).toHaveLength(sent);
  await phone.deleteToken(activated.ok ? activated.id : "");
  network.upset(anyRequest, { kind: "offline" });
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({ reason: "unanswered" });
  expect(await phone.tokens()).toEqual([]);
  network.clear();
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({ state: "active" });
});

test("S29 a confirmation that is wrong, or from another device, changes nothing", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const stranger = await enrolment.registerBareDevice(reza);
  const begun = await device.begin(cardEntry(sara, await enrolment.issueCard(sara)));
  const opened = await device.open(begun, await device.sendActivation(begun));
  const wrong = await device.confirm({ ...opened, confirmation: new Uint8Array(32) });
  expect([wrong.status, wrong.code]).toEqual([422, "confirmation_wrong"]);
  const foreign = await stranger.confirm(opened);
  expect([foreign.status, foreign.code]).toEqual([404, "not_found"]);
  expect((await device.confirm(opened)).status).toBe(204);
});

test("S20, S25 an account/gateway token is activated with serial and code alone, by its owner alone", async () => {
  const stranger = await enrolment.registerBareDevice(reza);
  const { phone } = await enrolment.registerNewPhone(sara);
  const { serial }: IssuedToken = await issueAccountToken(supervisor, sara.customerId);
  const code = await readActivationCode(bank, sara.mobile);
  const entry = { kind: "account-gateway", serial, code } as const;
  const foreign = await stranger.sendActivation(await stranger.begin(entry));
  expect(foreign.code).toBe("activation_not_recognised");
  expect(await phone.activate(entry)).toMatchObject({ ok: true, state: "active" });
  expect(await phone.tokens()).toMatchObject([{ serial, subject: { kind: "account-gateway" } }]);
});
