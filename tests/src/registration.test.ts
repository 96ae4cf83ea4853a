import { randomUUID } from "node:crypto";
import { confirmRegistration, createRegistration } from "@ramznama/contract";
import { findRegistrationCode, problemText } from "@ramznama/persian";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createBareDevice, type BareDevice, type DeviceReply } from "./bare-device.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { setCoreBanking } from "./core-banking.ts";
import { findToken, openDesk, readEvents, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { createPhoneNetwork } from "./phone-network.ts";
import { readActivationCode, readRegistrationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import {
  activateCard,
  createTestPhone,
  people,
  registerPhone,
  takeCode,
  type TestPerson,
} from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, amir } = morePeople;
const nobody = { nationalId: "0012345679", mobile: "09129999999" };

let bank: TestBank;
let atm: Channel;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day.
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

/** As a stranger can compare it: everything but what is new in every answer. */
const visibleIn = ({ status, headers, text }: DeviceReply) => {
  const changing = new Set(["date", "dpop-nonce"]);
  const { registrationId, reference, ...body } = JSON.parse(text) as Record<string, unknown>;
  return {
    status,
    headers: [...headers].filter(([name]) => !changing.has(name)),
    body,
    named: [typeof registrationId, typeof reference],
    length: text.length,
  };
};

const deviceOf = async (nationalId: string): Promise<{ id: string } | null> => {
  const { body } = await supervisor.post<{ customers: { device: { id: string } | null }[] }>(
    "/staff/v1/customer-searches",
    { nationalId },
  );
  return body.customers[0]?.device ?? null;
};

const isRegistered = async (device: BareDevice): Promise<boolean> =>
  (await device.send("GET", "/device/v1/tokens")).status === 200;

const otherCode = (code: string, shift = 1): string =>
  String((Number(code) + shift) % 1_000_000).padStart(6, "0");

const askWithCode = async (
  device: BareDevice,
  person: TestPerson,
): Promise<{ readonly id: string; readonly code: string }> => {
  const { id } = await device.askRegistration(person);
  return { id, code: await readRegistrationCode(bank, person.mobile) };
};

const releaseAtAtm = (cardNumber: string) =>
  atm.post("/bank/v1/device-releases", { cardNumber, requestReference: randomUUID() });

test("S25 known and unknown people and a wrong mobile number get the same answer, and only the known an SMS", async () => {
  const device = await createBareDevice(bank);
  const wrongMobile = { nationalId: sara.nationalId, mobile: nobody.mobile };
  const known = await device.askRegistration(sara);
  expect(known.status).toBe(201);
  const inbox = await readSms(bank, sara.mobile);
  expect(inbox).toHaveLength(1);
  for (const person of [nobody, wrongMobile]) {
    const answer = await device.askRegistration(person);
    expect(visibleIn(answer)).toEqual(visibleIn(known));
  }
  expect(await readSms(bank, nobody.mobile)).toEqual([]);
  expect(await readSms(bank, sara.mobile)).toEqual(inbox);
});

test("S25 wrong codes are answered alike for known and unknown people, to the lock after five", async () => {
  const device = await createBareDevice(bank);
  const known = await askWithCode(device, reza);
  const unknown = await device.askRegistration(nobody);
  await bank.drain();
  const codes: (string | undefined)[] = [];
  for (let shift = 1; shift <= 6; shift += 1) {
    const typed = otherCode(known.code, shift);
    const answer = await device.sendRegistrationCode(known.id, typed);
    const alike = await device.sendRegistrationCode(unknown.id, typed);
    expect(visibleIn(alike)).toEqual(visibleIn(answer));
    codes.push(answer.code);
  }
  const wrong = "registration_code_wrong";
  expect(codes).toEqual([wrong, wrong, wrong, wrong, wrong, "registration_code_locked"]);
  const right = await device.sendRegistrationCode(known.id, known.code);
  expect([right.status, right.code]).toEqual([423, "registration_code_locked"]);
  expect(await deviceOf(reza.nationalId)).toBe(null);
});

test("S25 after four wrong codes the right one still registers", async () => {
  const device = await createBareDevice(bank);
  const { id, code } = await askWithCode(device, amir);
  for (let shift = 1; shift <= 4; shift += 1) {
    await device.sendRegistrationCode(id, otherCode(code, shift));
  }
  expect((await device.sendRegistrationCode(id, code)).status).toBe(200);
});

test("S25 a code lives five minutes, for known and unknown people", async () => {
  const late = await createBareDevice(bank);
  const first = await askWithCode(late, sara);
  const unknown = await late.askRegistration(nobody);
  bank.clock.advanceSeconds(300);
  const expired = await late.sendRegistrationCode(first.id, first.code);
  expect([expired.status, expired.code]).toEqual([410, "registration_expired"]);
  const alike = await late.sendRegistrationCode(unknown.id, first.code);
  expect(visibleIn(alike)).toEqual(visibleIn(expired));
  const second = await askWithCode(late, sara);
  bank.clock.advanceSeconds(299);
  expect((await late.sendRegistrationCode(second.id, second.code)).status).toBe(200);
});

test("S25 the right code again gets the same answer, byte for byte, and a wrong one does not", async () => {
  const device = await createBareDevice(bank);
  const { id, code } = await askWithCode(device, maryam);
  const first = await device.sendRegistrationCode(id, code);
  expect(first.status).toBe(200);
  bank.clock.advanceSeconds(3_600);
  expect((await device.sendRegistrationCode(id, code)).text).toBe(first.text);
  expect((await device.sendRegistrationCode(id, otherCode(code))).code).toBe(
    "registration_code_wrong",
  );
});

test("S25 a code fits the registration it was sent for and no other", async () => {
  const device = await createBareDevice(bank);
  const first = await askWithCode(device, ali);
  const second = await askWithCode(device, ali);
  const crossed = await device.sendRegistrationCode(second.id, first.code);
  expect(crossed.code).toBe("registration_code_wrong");
  expect((await device.sendRegistrationCode(second.id, second.code)).status).toBe(200);
});

test("S25 another device key gets nothing out of a registration, and spends none of its tries", async () => {
  const owner = await createBareDevice(bank);
  const thief = await createBareDevice(bank);
  const { id, code } = await askWithCode(owner, sara);
  for (let times = 0; times < 6; times += 1) {
    const answer = await thief.sendRegistrationCode(id, code);
    expect([answer.status, answer.code]).toEqual([404, "registration_not_recognised"]);
  }
  expect((await owner.sendRegistrationCode(id, code)).status).toBe(200);
  expect(await isRegistered(thief)).toBe(false);
});

test("S25 a second device is refused while the first has a live token, and learns it only with the right code", async () => {
  const first = createTestPhone(bank);
  await registerPhone(bank, first, reza);
  await activateCard(bank, atm, first, reza);
  const before = await deviceOf(reza.nationalId);
  const second = await createBareDevice(bank);
  const { id, code } = await askWithCode(second, reza);
  expect((await second.sendRegistrationCode(id, otherCode(code))).code).toBe(
    "registration_code_wrong",
  );
  const refused = await second.sendRegistrationCode(id, code);
  expect([refused.status, refused.code]).toEqual([409, "device_already_registered"]);
  expect(problemText("device_already_registered", "fa")).toContain("خودپرداز یا شعبه");
  expect(await deviceOf(reza.nationalId)).toEqual(before);

  const released = await releaseAtAtm(reza.card);
  expect(released.body).toEqual({ released: true, revokedTokens: 1 });
  const again = await askWithCode(second, reza);
  expect((await second.sendRegistrationCode(again.id, again.code)).status).toBe(200);
  expect(await isRegistered(second)).toBe(true);
});

test("S25 a token that waits for its confirmation binds the device as an active one does", async () => {
  const first = await createBareDevice(bank);
  await first.register(maryam);
  const { serial } = await issueCardToken(atm, maryam.card);
  const code = await readActivationCode(bank, maryam.mobile);
  const begun = await first.begin({ kind: "card", cardNumber: maryam.card, serial, code });
  expect((await first.sendActivation(begun)).status).toBe(201);
  bank.clock.advanceSeconds(2 * 86_400);
  const second = await createBareDevice(bank);
  const asked = await askWithCode(second, maryam);
  const refused = await second.sendRegistrationCode(asked.id, asked.code);
  expect(refused.code).toBe("device_already_registered");
});

test("S25 a device without live tokens is replaced, and issued tokens of its customer are void", async () => {
  const first = await createBareDevice(bank);
  await first.register(ali);
  const { serial } = await issueCardToken(atm, ali.card);
  const code = await readActivationCode(bank, ali.mobile);
  const second = await createBareDevice(bank);
  await second.register(ali);
  expect(await isRegistered(first)).toBe(false);
  expect(await isRegistered(second)).toBe(true);
  expect((await findToken(supervisor, serial)).state).toBe("ended");
  const begun = await second.begin({ kind: "card", cardNumber: ali.card, serial, code });
  expect((await second.sendActivation(begun)).code).toBe("token_state_conflict");
  const [registered] = await readEvents(auditor, `type=device.registered&customerId=C1004`);
  expect(typeof registered?.details["replaced"]).toBe("string");
});

test("S25 two phones that register the same customer at the same moment end with one live device", async () => {
  for (let round = 0; round < 5; round += 1) {
    bank.clock.advanceSeconds(86_400);
    const pair = [await createBareDevice(bank), await createBareDevice(bank)] as const;
    const asked = [await askWithCode(pair[0], amir), await askWithCode(pair[1], amir)] as const;
    await Promise.all([
      pair[0].sendRegistrationCode(asked[0].id, asked[0].code),
      pair[1].sendRegistrationCode(asked[1].id, asked[1].code),
    ]);
    const alive = [await isRegistered(pair[0]), await isRegistered(pair[1])];
    expect(alive.filter(Boolean)).toHaveLength(1);
  }
});

test("S25 a stranger who asks for somebody again and again slows the codes down, and locks nobody out", async () => {
  const codes = async () =>
    (await readSms(bank, sara.mobile)).filter(({ text }) => findRegistrationCode(text)).length;
  const before = await codes();
  for (let times = 1; times <= 14; times += 1) {
    expect((await (await createBareDevice(bank)).askRegistration(sara)).status).toBe(201);
    expect((await (await createBareDevice(bank)).askRegistration(nobody)).status).toBe(201);
  }
  // Naming her with another number costs her nothing at all.
  for (let times = 1; times <= 5; times += 1) {
    const device = await createBareDevice(bank);
    const wrong = { nationalId: reza.nationalId, mobile: "09120000000" };
    expect((await device.askRegistration(wrong)).status).toBe(201);
  }
  expect(await codes()).toBe(before + 10);
  bank.clock.advanceSeconds(60);
  expect(await codes()).toBe(before + 11);
  bank.clock.advanceSeconds(60);
  expect(await codes()).toBe(before + 12);
  const alarms = await readEvents(
    auditor,
    `type=alarm.registration-codes&customerId=${sara.customerId}`,
  );
  expect(alarms).toHaveLength(1);
  const owner = await createBareDevice(bank);
  await owner.register(reza);
});

test("S25 one device key asks ten times a day", async () => {
  const device = await createBareDevice(bank);
  const askFor = [sara, reza, maryam, ali, amir, sara, reza, maryam, ali, amir];
  for (const person of askFor) expect((await device.askRegistration(person)).status).toBe(201);
  expect((await device.askRegistration(nobody)).code).toBe("daily_limit_reached");
});

test("S25 while core banking is away people are answered as ever, and the SMS comes when it is back", async () => {
  const device = await createBareDevice(bank);
  await setCoreBanking(bank, "down");
  const before = (await readSms(bank, sara.mobile)).length;
  const known = await device.askRegistration(sara);
  const unknown = await device.askRegistration(nobody);
  expect(visibleIn(unknown)).toEqual(visibleIn(known));
  expect(await readSms(bank, sara.mobile)).toHaveLength(before);
  await setCoreBanking(bank, "normal");
  bank.clock.advanceSeconds(10);
  expect(await readSms(bank, sara.mobile)).toHaveLength(before + 1);
  const code = await readRegistrationCode(bank, sara.mobile);
  expect((await device.sendRegistrationCode(known.id, code)).status).toBe(200);
});

test("S25 a phone takes the whole SMS in Persian digits, and never a second customer into one vault", async () => {
  const phone = createTestPhone(bank);
  const asked = await phone.startRegistration({
    nationalId: "۹۵۹۴۸۰۵۱۰۲",
    mobile: "+98 912 000 1004",
  });
  expect(asked.ok).toBe(true);
  const [sms] = await readSms(bank, ali.mobile);
  const persian = (sms?.text ?? "").replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? "");
  expect(await phone.confirmRegistration(persian)).toMatchObject({ ok: true });
  expect(await phone.startRegistration(sara)).toEqual({ ok: false, reason: "other_person" });
  const { id } = await activateCard(bank, atm, phone, ali);
  expect(await takeCode(phone, id)).toMatch(/^[0-9]{8}$/);
});

test("S25 a phone that lost the answer to its code gets it with the same code again", async () => {
  const network = createPhoneNetwork();
  const phone = createTestPhone(bank, network);
  await phone.startRegistration(amir);
  const code = await readRegistrationCode(bank, amir.mobile);
  expect(await phone.confirmRegistration(otherCode(code))).toMatchObject({
    ok: false,
    reason: "problem",
    problem: { code: "registration_code_wrong" },
  });
  network.upset(/registrations\/[^/]+\/confirmation$/, { kind: "answer-lost" });
  expect(await phone.confirmRegistration(code)).toMatchObject({ ok: false, reason: "unanswered" });
  network.clear();
  const confirmed = await phone.confirmRegistration(code);
  expect(confirmed).toEqual({ ok: true, deviceId: (await deviceOf(amir.nationalId))?.id });
});

test("S25 every refusal of a registration has words for people, in Persian and English", () => {
  const codes = [
    ...createRegistration.problems,
    ...confirmRegistration.problems,
    "daily_limit_reached",
  ] as const;
  for (const code of codes) {
    expect(problemText(code, "fa")).toMatch(/[\u0600-\u06ff].*[.؛]/);
    expect(problemText(code, "en")).toMatch(/[a-z].*\./);
  }
});
