import { randomUUID } from "node:crypto";
import type { IssuedToken } from "@ramznama/contract";
import { luhnCheckDigit } from "@ramznama/persian";
import type { Phone } from "@ramznama/phone";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  codeOf,
  createBareDevice,
  isTagged,
  type BareDevice,
  type DeviceReply,
} from "./bare-device.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import {
  actOnToken,
  findToken,
  issueAccountToken,
  openDesk,
  readEvents,
  type Desk,
} from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { activationRequest, anyRequest, confirmationRequest } from "./phone-network.ts";
import { createPhoneNetwork, type PhoneNetwork } from "./phone-network.ts";
import { retireServerKeys } from "./server-key-rotation.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

const { sara, reza } = people;
const { ali, amir } = morePeople;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day, and three days after any release at an ATM.
beforeEach(() => {
  bank.clock.advanceSeconds(3 * 86_400);
});

type CardOwner = Parameters<BareDevice["register"]>[0] & { readonly card: string };

interface Issued {
  readonly serial: string;
  readonly code: string;
}

const issueCard = async (owner: CardOwner): Promise<Issued> => {
  const { serial } = await issueCardToken(atm, owner.card);
  return { serial, code: await readActivationCode(bank, owner.mobile) };
};

const releaseDevice = (owner: CardOwner) =>
  atm.post("/bank/v1/device-releases", {
    cardNumber: owner.card,
    requestReference: randomUUID(),
  });

/** A device of the customer's own, whatever was there before. */
const registerBareDevice = async (owner: CardOwner): Promise<BareDevice> => {
  await releaseDevice(owner);
  bank.clock.advanceSeconds(2 * 86_400);
  const device = await createBareDevice(bank);
  await device.register(owner);
  return device;
};

const registerNewPhone = async (
  owner: CardOwner,
): Promise<{ readonly phone: Phone; readonly network: PhoneNetwork }> => {
  await releaseDevice(owner);
  bank.clock.advanceSeconds(2 * 86_400);
  const network = createPhoneNetwork(() => bank.publicUrl());
  const phone = createTestPhone(bank, network);
  await registerPhone(bank, phone, owner);
  return { phone, network };
};

const cardEntry = (owner: CardOwner, { serial, code }: Issued) =>
  ({ kind: "card", cardNumber: owner.card, serial, code }) as const;

const tryCode = async (device: BareDevice, owner: CardOwner, issued: Issued) =>
  device.sendActivation(await device.begin(cardEntry(owner, issued)));

const otherCode = (code: string, shift = 1): string =>
  String((Number(code) + shift) % 100_000_000).padStart(8, "0");

/** A serial that is well-formed and was never issued. */
const unknownSerial = (number: number): string => {
  const payload = `9${String(number).padStart(10, "0")}`;
  return `${payload}${luhnCheckDigit(payload)}`;
};

const pay = async (owner: CardOwner, code: string): Promise<string> => {
  const purpose = "card-second-password";
  return (await shop.verify({ purpose, subject: owner.card, code })).body.outcome;
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
  const device = await registerBareDevice(sara);
  const own = await issueCard(sara);
  const foreign = await issueCard(reza);
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
  const device = await registerBareDevice(sara);
  const issued = await issueCard(sara);
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
  const device = await registerBareDevice(sara);
  const issued = await issueCard(sara);
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
  const device = await registerBareDevice(sara);
  const first = await issueCard(sara);
  bank.clock.advanceSeconds(86_400);
  const expired = await tryCode(device, sara, first);
  expect([expired.status, expired.code]).toEqual([410, "activation_code_expired"]);
  const second = await issueCard(sara);
  bank.clock.advanceSeconds(86_399);
  expect((await tryCode(device, sara, second)).status).toBe(201);
});

test("S29 a code that has activated its token is used", async () => {
  const device = await registerBareDevice(sara);
  const issued = await issueCard(sara);
  const begun = await device.begin(cardEntry(sara, issued));
  const opened = await device.open(begun, await device.sendActivation(begun));
  expect((await device.confirm(opened)).status).toBe(204);
  const used = await tryCode(device, sara, issued);
  expect([used.status, used.code]).toEqual([409, "activation_code_used"]);
  // Even the very request that activated it: its stored reply is gone.
  expect((await device.sendActivation(begun)).status).toBe(409);
});

test("S25, S29 a stranger's tries spend nothing of the owner's, and count against the stranger's device: ten a day", async () => {
  const owner = await registerBareDevice(reza);
  const stranger = await registerBareDevice(sara);
  const foreign = await issueCard(reza);
  const own = await issueCard(sara);
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
  const device = await registerBareDevice(ali);
  const issued = await issueCard(ali);
  for (let times = 1; times <= 6; times += 1) {
    const entry = { ...cardEntry(ali, issued), cardNumber: ali.secondCard };
    const reply = await device.sendActivation(await device.begin(entry));
    expect([reply.status, reply.code]).toEqual([422, "card_mismatch"]);
  }
  expect((await tryCode(device, ali, issued)).status).toBe(201);
});

test("S8, S29 a token of the other kind is sent to the other section", async () => {
  const { phone } = await registerNewPhone(sara);
  const account = await issueAccountToken(supervisor, sara.customerId);
  const accountCode = await readActivationCode(bank, sara.mobile);
  const asCard = { kind: "card", cardNumber: sara.card } as const;
  const wrongTab = { ...asCard, serial: account.serial, code: accountCode };
  expect(await phone.activate(wrongTab)).toEqual({
    ok: false,
    reason: "refused",
    code: "wrong_kind",
  });
  const card = await issueCard(sara);
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
  const { phone } = await registerNewPhone(ali);
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
  const { phone, network } = await registerNewPhone(sara);
  const first = await issueCard(sara);
  const activated = await phone.activate(cardEntry(sara, first));
  const second = await issueCard(sara);
  const sent = network.exchanges.length;
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({
    reason: "card_already_listed",
  });
  const wrongDigit = { ...second, serial: otherCode(second.serial).padStart(12, "1") };
  expect(await phone.activate(cardEntry(sara, wrongDigit))).toMatchObject({ reason: "serial" });
  expect(network.exchanges).toHaveLength(sent);
  await phone.deleteToken(activated.ok ? activated.id : "");
  network.upset(anyRequest, { kind: "offline" });
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({ reason: "unanswered" });
  expect(await phone.tokens()).toEqual([]);
  network.clear();
  expect(await phone.activate(cardEntry(sara, second))).toMatchObject({ state: "active" });
});

test("S11 a lost answer is asked for again and comes byte for byte, no attempt spent", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  for (let times = 1; times <= 5; times += 1) {
    expect(await phone.activate(cardEntry(sara, issued))).toMatchObject({ reason: "waiting" });
    expect(await phone.code((await phone.tokens())[0]?.id ?? "")).toMatchObject({
      reason: "pending",
    });
  }
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
  const replies = network.exchanges.filter(({ path }) => path === "/device/v1/activations");
  expect(replies).toHaveLength(6);
  for (const reply of replies) expect(reply).toEqual({ ...replies[0], status: 201 });
  const begun = await readEvents(auditor, `type=activation.begun&serial=${issued.serial}`);
  expect(begun).toHaveLength(1);
});

test("S11 an answer lost while the server restarts is the same answer afterwards", async () => {
  const device = await registerBareDevice(sara);
  const issued = await issueCard(sara);
  const begun = await device.begin(cardEntry(sara, issued));
  const before = await device.sendActivation(begun);
  await bank.restartServer();
  const after = await device.sendActivation(begun);
  expect([after.status, after.text]).toEqual([201, before.text]);
  const opened = await device.open(begun, after);
  await bank.restartServer();
  expect((await device.confirm(opened)).status).toBe(204);
  await bank.restartServer();
  expect((await device.confirm(opened)).status).toBe(204);
  expect(await pay(sara, codeOf(opened, bank.clock.now()))).toBe("accepted");
});

test("S11 a lost confirmation is sent again, and repeating it is harmless", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  network.upset(confirmationRequest, { kind: "answer-lost" });
  expect(await phone.activate(cardEntry(sara, issued))).toMatchObject({ state: "confirming" });
  expect((await findToken(supervisor, issued.serial)).state).toBe("active");
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
  const events = await readEvents(auditor, `type=token.activated&serial=${issued.serial}`);
  expect(events).toHaveLength(1);
});

test("S11 the first code that verifies confirms too, and the phone's own confirmation is still welcome", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  network.upset(confirmationRequest, { kind: "offline" });
  const outcome = await phone.activate(cardEntry(sara, issued));
  expect(outcome).toMatchObject({ ok: true, state: "confirming" });
  expect((await findToken(supervisor, issued.serial)).state).toBe("confirming");
  const code = await takeCode(phone, outcome.ok ? outcome.id : "");
  expect(await pay(sara, code)).toBe("accepted");
  expect((await findToken(supervisor, issued.serial)).state).toBe("active");
  expect(await pay(sara, code)).toBe("rejected");
  const [activated] = await readEvents(auditor, `type=token.activated&serial=${issued.serial}`);
  expect(activated).toMatchObject({ actorKind: "channel", details: { by: "code" } });
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});

test("S29 one code begins an activation three times; each start ends the root before it", async () => {
  const device = await registerBareDevice(sara);
  const issued = await issueCard(sara);
  const start = async () => {
    const begun = await device.begin(cardEntry(sara, issued));
    return { begun, opened: await device.open(begun, await device.sendActivation(begun)) };
  };
  const first = await start();
  const second = await start();
  const third = await start();
  const fourth = await tryCode(device, sara, issued);
  expect([fourth.status, fourth.code]).toEqual([423, "activation_too_many_starts"]);
  const old = await device.sendActivation(first.begun);
  expect(old.code).toBe("token_state_conflict");
  expect(await isTagged(first.begun, old)).toBe(true);
  for (const { opened } of [first, second]) {
    expect(await pay(sara, codeOf(opened, bank.clock.now()))).toBe("rejected");
    expect((await device.confirm(opened)).code).toBe("token_state_conflict");
  }
  expect((await device.sendActivation(third.begun)).status).toBe(201);
  expect((await device.confirm(third.opened)).status).toBe(204);
  expect(await pay(sara, codeOf(third.opened, bank.clock.now()))).toBe("accepted");
});

test("S29 a confirmation that is wrong, or from another device, changes nothing", async () => {
  const device = await registerBareDevice(sara);
  const stranger = await registerBareDevice(reza);
  const begun = await device.begin(cardEntry(sara, await issueCard(sara)));
  const opened = await device.open(begun, await device.sendActivation(begun));
  const wrong = await device.confirm({ ...opened, confirmation: new Uint8Array(32) });
  expect([wrong.status, wrong.code]).toEqual([422, "confirmation_wrong"]);
  const foreign = await stranger.confirm(opened);
  expect([foreign.status, foreign.code]).toEqual([404, "not_found"]);
  expect((await device.confirm(opened)).status).toBe(204);
});

test("S25 a device released in the middle of an activation gets nothing more, and the phone drops it", async () => {
  const { phone, network } = await registerNewPhone(amir);
  const issued = await issueCard(amir);
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(amir, issued));
  await releaseDevice(amir);
  network.clear();
  const refused = { ok: false, reason: "refused", code: "device_not_registered" };
  expect(await phone.resume()).toEqual([refused]);
  expect(await phone.tokens()).toEqual([]);
});

test("S25 a device released before its confirmation loses the token, and its codes are refused", async () => {
  const { phone, network } = await registerNewPhone(amir);
  network.upset(confirmationRequest, { kind: "offline" });
  const outcome = await phone.activate(cardEntry(amir, await issueCard(amir)));
  const code = await takeCode(phone, outcome.ok ? outcome.id : "");
  await releaseDevice(amir);
  expect(await pay(amir, code)).toBe("rejected");
  network.clear();
  const refused = { ok: false, reason: "refused", code: "device_not_registered" };
  expect(await phone.resume()).toEqual([refused]);
  expect(await phone.tokens()).toEqual([]);
});

test("S19 a token revoked while its answer is on the way is dropped by the phone", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(sara, issued));
  await actOnToken(supervisor, issued.serial, "revocation");
  network.clear();
  expect(await phone.resume()).toEqual([
    { ok: false, reason: "refused", code: "token_state_conflict" },
  ]);
  expect(await phone.tokens()).toEqual([]);
});

test("S29 words of a proxy on the way never make the phone drop what it waits for", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  const forged = JSON.stringify({
    code: "activation_code_used",
    reference: "000000000000",
    refusalTag: "A".repeat(43),
  });
  const words = [
    { status: 500, text: "" },
    { status: 403, text: "<html>Forbidden</html>" },
    { status: 403, text: JSON.stringify({ code: "device_not_registered" }) },
    { status: 409, text: forged },
    { status: 201, text: JSON.stringify({ activationId: randomUUID() }) },
    { status: 302, text: "" },
  ];
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(sara, issued));
  for (const word of words) {
    network.upset(activationRequest, { kind: "foreign", ...word });
    expect(await phone.resume()).toMatchObject([{ ok: false, reason: "waiting" }]);
  }
  network.upset(confirmationRequest, { kind: "answer-lost" });
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "confirming" }]);
  for (const word of words) {
    network.upset(confirmationRequest, { kind: "foreign", ...word });
    expect(await phone.resume()).toMatchObject([{ ok: true, state: "confirming" }]);
  }
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});

test("a request sealed to a retired server key is refused, and the phone begins anew with the new key", async () => {
  const { phone, network } = await registerNewPhone(sara);
  const issued = await issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(sara, issued));
  await retireServerKeys(bank);
  network.clear();
  expect(await phone.resume()).toEqual([
    { ok: false, reason: "refused", code: "server_key_retired" },
  ]);
  expect(await phone.tokens()).toEqual([]);
  const anew = await phone.activate(cardEntry(sara, issued));
  expect(anew).toMatchObject({ ok: true, state: "active" });
  expect(await pay(sara, await takeCode(phone, anew.ok ? anew.id : ""))).toBe("accepted");
});

test("S20, S25 an account/gateway token is activated with serial and code alone, by its owner alone", async () => {
  const stranger = await registerBareDevice(reza);
  const { phone } = await registerNewPhone(sara);
  const { serial }: IssuedToken = await issueAccountToken(supervisor, sara.customerId);
  const code = await readActivationCode(bank, sara.mobile);
  const entry = { kind: "account-gateway", serial, code } as const;
  const foreign = await stranger.sendActivation(await stranger.begin(entry));
  expect(foreign.code).toBe("activation_not_recognised");
  expect(await phone.activate(entry)).toMatchObject({ ok: true, state: "active" });
  expect(await phone.tokens()).toMatchObject([{ serial, subject: { kind: "account-gateway" } }]);
});
