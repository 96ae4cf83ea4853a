/** S25, R12 Registration codes that somebody guesses at: the owner gets in with two codes, the guesser learns nothing. */
import { defaultPolicy } from "@ramznama/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBareDevice, type BareDevice, type DeviceReply } from "./bare-device.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { readRegistrationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people, type TestPerson } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const nobody = { nationalId: "0012345679", mobile: "09129999999" };

let bank: TestBank;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({
    clock: createTestClock(Math.floor(Date.now() / 1000) * 1000),
    policy: {
      ...defaultPolicy,
      registration: { ...defaultPolicy.registration, wrongCodesPerYear: 10 },
    },
  });
  auditor = await openDesk(bank, "auditor");
});

afterAll(() => bank.stop());

const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Asks for a code as somebody else would, and spends all five tries. */
const guessAt = async (person: TestPerson): Promise<void> => {
  const device = await createBareDevice(bank);
  const { id } = await device.askRegistration(person);
  const wrong = other(await readRegistrationCode(bank, person.mobile));
  for (let tries = 1; tries <= 5; tries += 1) await device.sendRegistrationCode(id, wrong);
  bank.clock.advanceSeconds(300);
};

/** The codes of the newest message: one, or two. */
const newestCodes = async ({ mobile }: TestPerson): Promise<readonly string[]> => {
  const [sms] = await readSms(bank, mobile);
  return sms?.text.match(/^[0-9]{6}$/gmu) ?? [];
};

const askWithCodes = async (device: BareDevice, person: TestPerson) => {
  const { id } = await device.askRegistration(person);
  const [first = "", second] = await newestCodes(person);
  return { id, first, second };
};

/** As a stranger can compare it: everything but what is new in every answer. */
const visibleIn = ({ status, text }: DeviceReply) => {
  const { reference, ...body } = JSON.parse(text) as Record<string, unknown>;
  return { status, body, named: typeof reference, length: text.length };
};

test("R12 after a year's wrong codes a person is sent two and types both, without a longer wait, and strangers see no difference", async () => {
  await guessAt(sara);
  const mistyped = await createBareDevice(bank);
  const once = await askWithCodes(mistyped, sara);
  expect(once.second).toBeUndefined();
  for (let tries = 1; tries <= 5; tries += 1) {
    await mistyped.sendRegistrationCode(once.id, other(once.first));
  }

  const device = await createBareDevice(bank);
  const { id, first, second } = await askWithCodes(device, sara);
  if (second === undefined) throw new Error("one code was enough");
  const stranger = await device.askRegistration(nobody);
  const wrong = visibleIn(await device.sendRegistrationCode(stranger.id, first));
  expect(wrong).toMatchObject({ status: 422, body: { code: "registration_code_wrong" } });
  // Not the second alone, and the first says nothing of being right.
  for (const typed of [second, other(first), first, first]) {
    expect(visibleIn(await device.sendRegistrationCode(id, typed))).toEqual(wrong);
  }
  const registered = await device.sendRegistrationCode(id, second);
  expect(registered.status).toBe(200);
  expect((await device.sendRegistrationCode(id, second)).text).toBe(registered.text);
  const [newest] = await readEvents(
    auditor,
    `type=registration.code-sent&customerId=${sara.customerId}`,
  );
  expect(newest).toMatchObject({ details: { codes: 2 } });
});

test("R12 the first of two codes counts as a try, so that five are five for known and unknown people", async () => {
  const device = await createBareDevice(bank);
  const { id, first, second = "" } = await askWithCodes(device, sara);
  await device.sendRegistrationCode(id, first);
  for (let tries = 1; tries <= 4; tries += 1) {
    await device.sendRegistrationCode(id, other(second));
  }
  const locked = await device.sendRegistrationCode(id, second);
  expect([locked.status, locked.code]).toEqual([423, "registration_code_locked"]);
});

test("R12 requests that nobody guesses at, or that came home, ask nobody for two codes", async () => {
  for (let times = 1; times <= 4; times += 1) {
    const device = await createBareDevice(bank);
    const { id, first } = await askWithCodes(device, reza);
    for (let tries = 1; tries <= 4; tries += 1) {
      await device.sendRegistrationCode(id, other(first));
    }
    expect((await device.sendRegistrationCode(id, first)).status).toBe(200);
  }
  for (let times = 1; times <= 4; times += 1) {
    expect((await askWithCodes(await createBareDevice(bank), reza)).second).toBeUndefined();
    bank.clock.advanceSeconds(300);
  }
});

test("R12 codes sent at the same time are counted with all the tries they allow", async () => {
  const asked = [];
  for (let times = 1; times <= 3; times += 1) {
    asked.push((await askWithCodes(await createBareDevice(bank), maryam)).second !== undefined);
  }
  expect(asked).toEqual([false, false, true]);
});

test("R12 guesses count for a year and are forgotten after it", async () => {
  await bank.drain();
  bank.clock.advanceSeconds(364 * 86_400);
  expect((await askWithCodes(await createBareDevice(bank), sara)).second).toBeDefined();
  bank.clock.advanceSeconds(2 * 86_400);
  expect((await askWithCodes(await createBareDevice(bank), sara)).second).toBeUndefined();
});
