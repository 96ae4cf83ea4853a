import { onlyId } from "@ramznama/phone";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, refusalOf, type Reply } from "./ask.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, people, registerPhone } from "./test-phone.ts";

let bank: TestBank;
let atm: Channel;
let sara: OpenPhone;
let reza: OpenPhone;
let saras: { id: string; serial: string };

beforeAll(async () => {
  bank = await startTestBank();
  atm = await openChannel(bank, "atm");
  [sara, reza] = [createOpenPhone(bank), createOpenPhone(bank)];
  await registerPhone(bank, sara.phone, people.sara);
  await registerPhone(bank, reza.phone, people.reza);
  saras = await activateCard(bank, atm, sara.phone, people.sara);
});

afterAll(() => bank.stop());

const send = async (
  phone: OpenPhone,
  method: string,
  path: string,
  text?: string,
): Promise<Reply> => {
  const headers = await phone.prove(method, path, text);
  const body = text === undefined ? {} : { text };
  return ask(bank, { listener: "public", method, path, headers, ...body });
};

const tokensSeenBy = async (phone: OpenPhone) => {
  const { text } = await send(phone, "GET", "/device/v1/tokens");
  const { tokens } = JSON.parse(text) as { tokens: { serial: string; state: string }[] };
  return tokens.map(({ serial, state }) => [serial, state]);
};

test("R9 a phone sees its own tokens and nobody else's", async () => {
  expect(await tokensSeenBy(sara)).toEqual([[saras.serial, "active"]]);
  expect(await tokensSeenBy(reza)).toEqual([]);
});

test("R9 S19 deleting somebody else's token, or all of one's own, does not touch other people's", async () => {
  const before = await storedContent(bank);
  const one = await send(reza, "DELETE", `/device/v1/tokens/${saras.serial}`);
  const all = await send(reza, "DELETE", "/device/v1/tokens");
  // As deleted as can be: the answer does not say whether such a token exists.
  expect([one.status, all.status]).toEqual([204, 204]);
  expect(await storedContent(bank)).toEqual(before);
});

test("R9 S25 a phone that is not registered has no tokens to see or to delete", async () => {
  const stranger = createOpenPhone(bank);
  const before = await storedContent(bank);
  for (const [method, path] of [
    ["GET", "/device/v1/tokens"],
    ["DELETE", "/device/v1/tokens"],
    ["DELETE", `/device/v1/tokens/${saras.serial}`],
  ] as const) {
    const reply = await send(stranger, method, path);
    expect(refusalOf(reply)).toEqual([403, "device_not_registered"]);
  }
  expect(await storedContent(bank)).toEqual(before);
});

test("R9 S25 S29 serial and code in the wrong hands activate nothing, cost the owner nothing, and still work for the owner", async () => {
  const owner = createOpenPhone(bank);
  await registerPhone(bank, owner.phone, people.maryam);
  const { serial } = await issueCardToken(atm, people.maryam.card);
  const code = await readActivationCode(bank, people.maryam.mobile);
  const typed = { kind: "card", cardNumber: people.maryam.card, serial, code } as const;
  for (let tries = 0; tries < 6; tries += 1) {
    const stolen = await reza.phone.activate(typed);
    expect(stolen).toMatchObject({ ok: false, code: "activation_not_recognised" });
  }
  expect(await owner.phone.activate(typed)).toMatchObject({ ok: true, state: "active" });
});

test("R9 a sealed activation caught on its way is worth nothing under another phone's key", async () => {
  const { serial } = await issueCardToken(atm, people.sara.card);
  const code = await readActivationCode(bank, people.sara.mobile);
  await sara.phone.deleteToken(saras.id);
  const held = sara.hold(/activations$/);
  const typed = { kind: "card", cardNumber: people.sara.card, serial, code } as const;
  expect(await sara.phone.activate(typed)).toMatchObject({ reason: "waiting" });
  sara.release();
  const before = await storedContent(bank);
  const caught = await send(reza, "POST", "/device/v1/activations", held[0]?.text);
  expect(refusalOf(caught)).toEqual([400, "invalid_request"]);
  expect(await storedContent(bank)).toEqual(before);
  expect(await sara.phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});

test("R9 nobody confirms an activation that another phone began", async () => {
  const { serial } = await issueCardToken(atm, "6280232714926653");
  const code = await readActivationCode(bank, people.reza.mobile);
  const held = reza.hold(/confirmation$/);
  const typed = { kind: "card", cardNumber: "6280232714926653", serial, code } as const;
  expect(await reza.phone.activate(typed)).toMatchObject({ ok: true, state: "confirming" });
  reza.release();
  const before = await storedContent(bank);
  const { path = "", text } = held[0] ?? {};
  expect(refusalOf(await send(sara, "POST", path, text))).toEqual([404, "not_found"]);
  expect(await storedContent(bank)).toEqual(before);
  expect(await reza.phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});

test("R9 S25 nobody confirms a registration that another phone asked for, even with the right code", async () => {
  const ali = { nationalId: "9594805102", mobile: "09120001004" };
  const [alis, thief] = [createOpenPhone(bank), createOpenPhone(bank)];
  await alis.phone.startRegistration(ali);
  const code = await readRegistrationCode(bank, ali.mobile);
  await thief.phone.startRegistration(ali);
  await bank.drain();
  const asked = await alis.vault.load("registration", onlyId);
  await thief.vault.write([{ kind: "registration", id: onlyId, value: asked }]);
  const before = await storedContent(bank);
  expect(await thief.phone.confirmRegistration(code)).toMatchObject({
    ok: false,
    problem: { code: "registration_not_recognised" },
  });
  expect(await storedContent(bank)).toEqual(before);
  expect(await alis.phone.confirmRegistration(code)).toMatchObject({ ok: true });
});
