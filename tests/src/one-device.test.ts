/** S25 over real HTTP: races for the one device end with one, and a session of somebody else defines nothing. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askDatabase } from "./ask-database.ts";
import { createBareDevice } from "./bare-device.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents } from "./desk.ts";
import { linkCustomer } from "./linked-customer.ts";
import { openMobileBrowser } from "./mobile-browser.ts";
import { readActivationCode, readRegistrationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, createTestPhone, people, registerPhone } from "./test-phone.ts";

const { sara, reza, maryam } = people;

let bank: TestBank;
let atm: Channel;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
});
afterAll(() => bank.stop());
beforeEach(() => {
  bank.clock.advanceSeconds(86_400);
});

const liveDevices = async (customerId: string): Promise<string[]> =>
  (
    await askDatabase<{ thumbprint: string }>(
      bank,
      `select thumbprint from devices where ended_at is null and customer_id = '${customerId}'`,
    )
  ).map(({ thumbprint }) => thumbprint);

const rounds = 20;

test(`S25 ${rounds} times two browsers register one customer in the same second: one device lives each time`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    bank.clock.advanceSeconds(3_600);
    const devices = await Promise.all([createBareDevice(bank), createBareDevice(bank)]);
    const asked = [];
    for (const device of devices) {
      const { id } = await device.askRegistration(reza);
      asked.push({ device, id, code: await readRegistrationCode(bank, reza.mobile) });
    }
    const answers = await Promise.all(
      asked.map(({ device, id, code }) => device.sendRegistrationCode(id, code)),
    );
    expect(answers.map(({ status }) => status)).toContain(200);
    const listed = await Promise.all(devices.map((one) => one.send("GET", "/device/v1/tokens")));
    expect(listed.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await liveDevices(reza.customerId)).toHaveLength(1);
  }
});

test("S25 a browser that registers while the other activates: either the token or the new device, never both", async () => {
  for (let round = 0; round < 10; round += 1) {
    bank.clock.advanceSeconds(86_400);
    const holder = createTestPhone(bank);
    await registerPhone(bank, holder, sara);
    const rival = await createBareDevice(bank);
    const { id } = await rival.askRegistration(sara);
    const code = await readRegistrationCode(bank, sara.mobile);
    const { serial } = await issueCardToken(atm, sara.card);
    const activationCode = await readActivationCode(bank, sara.mobile, sara.card);
    const entry = { kind: "card", cardNumber: sara.card, serial, code: activationCode } as const;
    const [activated, registered] = await Promise.all([
      holder.activate(entry),
      rival.sendRegistrationCode(id, code),
    ]);
    expect(activated.ok).not.toBe(registered.status === 200);
    if (activated.ok) expect(registered.code).toBe("device_already_registered");
    await atm.post("/bank/v1/device-releases", {
      cardNumber: sara.card,
      requestReference: randomUUID(),
    });
    bank.clock.advanceSeconds(86_400);
  }
});

test("S25 S26 the second device is told which one stands in the way, with the right code and never before", async () => {
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, maryam);
  const registeredAt = new Date(bank.clock.now()).toISOString();
  await activateCard(bank, atm, phone, maryam);
  const late = await createBareDevice(bank);
  const { id } = await late.askRegistration(maryam);
  const code = await readRegistrationCode(bank, maryam.mobile);
  const wrong = code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
  expect((await late.sendRegistrationCode(id, wrong)).text).not.toContain("otherDevice");
  const refused = await late.sendRegistrationCode(id, code);
  expect(JSON.parse(refused.text)).toMatchObject({
    code: "device_already_registered",
    otherDevice: { platform: "pwa", registeredAt },
  });
});

test("S25 a release revokes the tokens, and the customer is told by SMS and in the list of events", async () => {
  const teller = await openDesk(bank, "teller");
  const before = (await readSms(bank, maryam.mobile)).length;
  const body = { cardNumber: maryam.card, requestReference: randomUUID() };
  expect((await atm.post("/bank/v1/device-releases", body)).body).toEqual({
    released: true,
    revokedTokens: 1,
  });
  const sms = await readSms(bank, maryam.mobile);
  expect(sms).toHaveLength(before + 1);
  expect(sms[0]?.text).toMatch(/دستگاه/);
  bank.clock.advanceSeconds(86_400);
  const linked = await linkCustomer(bank, teller, maryam);
  const browser = openMobileBrowser(bank);
  const entry = { gatewayLogin: maryam.gatewayLogin, requestReference: randomUUID() };
  await browser.signInWithCode({ ...entry, code: await linked.code() });
  const reply = await browser.ask("GET", "/customer/v1/home");
  const { events } = JSON.parse(reply.text) as { events: { kind: string }[] };
  expect(events.map(({ kind }) => kind)).toContain("device_released");
});

test("S25 a page on which somebody else is signed in activates nothing on this device; without that session it does", async () => {
  const auditor = await openDesk(bank, "auditor");
  const stranger = openMobileBrowser(bank);
  await stranger.signInCentrally(sara.gatewayLogin);
  let cookie: string | undefined = stranger.cookie() ?? "";
  const phone = createTestPhone(bank, {
    fetch: (address, options) =>
      fetch(address, {
        ...options,
        headers: {
          ...(options.headers as Record<string, string>),
          ...(cookie === undefined
            ? {}
            : { "x-ramznama-page": "1", cookie: `ramznama_mobile=${cookie}` }),
        },
      }),
  });
  await registerPhone(bank, phone, reza);
  const { serial } = await issueCardToken(atm, reza.card);
  const code = await readActivationCode(bank, reza.mobile, reza.card);
  const entry = { kind: "card", cardNumber: reza.card, serial, code } as const;
  expect(await phone.activate(entry)).toEqual({
    ok: false,
    reason: "refused",
    code: "signed_in_as_other",
  });
  const events = await readEvents(auditor, `customerId=${reza.customerId}`);
  expect(events.find(({ type }) => type === "activation.refused")?.details).toMatchObject({
    reason: "signed_in_as_other",
    spent: null,
  });
  cookie = undefined;
  expect(await phone.activate(entry)).toMatchObject({ ok: true, state: "active" });
});
