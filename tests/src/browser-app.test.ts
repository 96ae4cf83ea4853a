/** S26: the mobile bank as the APP, its device key behind the bridge; and that only one of APP and PWA may be it. */
import { randomUUID } from "node:crypto";
import { buildMobileBank } from "@ramznama/mobile-bank/build";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { askDatabase } from "./ask-database.ts";
import { findViolations } from "./browser-axe.ts";
import {
  addCardToken,
  definePassword,
  enterRamznama,
  register,
  setUpRamznama,
  takeCode,
  typeCardToken,
  unlock,
} from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { createFakeNativeHost, type FakeNativeHost } from "./fake-native-host.ts";
import { openModePhone, signInCentrally, type ModePhone } from "./mobile-bank-modes.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";
import { press, read } from "./walk-places.ts";

type Person = (typeof people)["sara" | "reza" | "maryam"];

let bank: TestBank;
let atm: Channel;
let shop: Channel;
const opened: ModePhone[] = [];

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock, buildWeb: buildMobileBank });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
});
afterAll(() => bank.stop());
afterEach(async () => {
  for (const { context } of opened.splice(0)) await context.close();
});

const open = async (host?: FakeNativeHost): Promise<ModePhone> => {
  const phone = await openModePhone(
    bank,
    {},
    (context) => host?.install(context) ?? Promise.resolve(),
  );
  opened.push(phone);
  return phone;
};

const liveDevices = (person: Person) =>
  askDatabase<{ platform: string }>(
    bank,
    `select platform from devices where ended_at is null and customer_id = '${person.customerId}'`,
  );

const pay = async ({ card: subject }: Person, code: string): Promise<string> =>
  (await shop.verify({ purpose: "card-second-password", subject, code })).body.outcome;

const addToken = async ({ page }: ModePhone, person: Person): Promise<void> => {
  const { serial } = await issueCardToken(atm, person.card);
  await addCardToken(page, bank, person, serial);
};

/** Fills in the whole registration of somebody whose other device stands in the way. */
const tryToRegister = async ({ page }: ModePhone, person: Person): Promise<void> => {
  await page.getByLabel("کد ملی").fill(person.nationalId);
  await page.getByLabel("شماره همراه").fill(person.mobile);
  await press(page, "دریافت کد پیامکی");
  await page.getByLabel("کد ثبت دستگاه").waitFor();
  await page.getByLabel("کد ثبت دستگاه").fill(await readRegistrationCode(bank, person.mobile));
  await press(page, "تایید");
};

const release = async ({ card }: Person): Promise<void> => {
  const body = { cardNumber: card, requestReference: randomUUID() };
  expect((await atm.post("/bank/v1/device-releases", body)).status).toBe(200);
};

test("S26 the whole walk as the APP: registered as such, its key never in the page, codes accepted once, offline too, and gone when erased", async () => {
  const { sara } = people;
  const host = createFakeNativeHost();
  const app = await open(host);
  const { page } = app;
  await signInCentrally(page, sara.gatewayLogin);
  await setUpRamznama(page, bank, sara);
  expect(await liveDevices(sara)).toEqual([{ platform: "app" }]);
  await addToken(app, sara);
  const [token] = await askDatabase(bank, "select platform from tokens where state = 'active'");
  expect(token).toEqual({ platform: "app" });
  const code = await takeCode(page, sara.card);
  await press(page, "بستن");
  expect([await pay(sara, code), await pay(sara, code)]).toEqual(["accepted", "rejected"]);
  const stored = await page.evaluate<string>(
    `new Promise((resolve) => {
      const request = indexedDB.open("ramznama");
      request.onsuccess = () => {
        const get = request.result.transaction("device").objectStore("device").get("only");
        get.onsuccess = () => resolve(JSON.stringify(get.result));
      };
    })`,
  );
  expect(JSON.parse(stored)).toEqual({ hasOutsideKey: true, owedErasure: false });
  await app.setOffline(true);
  await page.reload();
  await unlock(page);
  const next = await takeCode(page, sara.card);
  await press(page, "بستن");
  expect(await pay(sara, next)).toBe("accepted");
  await app.setOffline(false);
  await page.goto(bank.publicUrl());
  await read(page, "رمزنمای شما روی همین دستگاه (برنامه)");
  expect(await findViolations(page)).toEqual([]);
  await enterRamznama(page);
  await press(page, "رمز ورود را فراموش کرده‌ام");
  await page.getByLabel("برای ادامه بنویسید").fill("پاک شود");
  await press(page, "پاک کردن");
  await read(page, "رمزنما از این دستگاه پاک شد");
  await expect.poll(() => host.asked.at(-1)).toBe("device-key.delete");
  const ended = await askDatabase(
    bank,
    "select state, state_reason from tokens where platform = 'app'",
  );
  expect(ended).toEqual([{ state: "ended", state_reason: "deleted-on-phone" }]);
  expect(app.complaints()).toEqual([]);
});

describe.each([
  ["APP", "PWA", people.reza, "برنامه"],
  ["PWA", "APP", people.maryam, "نسخه وب"],
] as const)("S25 S26 with a token in the %s", (first, _second, person, word) => {
  const openAs = (form: string) => open(form === "APP" ? createFakeNativeHost() : undefined);
  const other = first === "APP" ? "PWA" : "APP";

  test("the other is refused and told which it is and how to go on; deleted there, it may", async () => {
    const held = await openAs(first);
    await setUpRamznama(held.page, bank, person);
    await addToken(held, person);
    const late = await openAs(other);
    await enterRamznama(late.page);
    await definePassword(late.page);
    await tryToRegister(late, person);
    await read(late.page, `روی دستگاه دیگری (${word})`);
    await read(late.page, "در خودپرداز یا شعبه آن را آزاد کنید");
    expect(await findViolations(late.page)).toEqual([]);
    expect(await liveDevices(person)).toEqual([{ platform: first.toLowerCase() }]);
    // Signed in there, the home page says the same.
    await late.page.goto(bank.publicUrl());
    await signInCentrally(late.page, person.gatewayLogin);
    await read(late.page, `روی دستگاه دیگری (${word})`);
    // The way out that it names.
    await press(held.page, `حذف توکن ${person.card}`);
    await held.page.getByRole("button", { name: "حذف", exact: true }).click();
    await read(held.page, "توکن ثبت شده‌ای برای شما یافت نشد");
    await enterRamznama(late.page);
    await unlock(late.page);
    await press(late.page, "تغییر مشخصات");
    await register(late.page, bank, person);
    await addToken(late, person);
    expect(await liveDevices(person)).toEqual([{ platform: other.toLowerCase() }]);
    // The first one learns it, and its page says so.
    await held.page.reload();
    await unlock(held.page);
    await read(held.page, "ثبت این دستگاه در بانک پایان یافته است");
    await release(person);
  });
});

test("S25 a device key that was cleared while the bank still knows it: codes go on, and the way to a new registration is told", async () => {
  const { reza } = people;
  const host = createFakeNativeHost();
  const app = await open(host);
  const { page } = app;
  await setUpRamznama(page, bank, reza);
  await askDatabase(
    bank,
    `update devices set end_reason = 'replaced' where customer_id = '${reza.customerId}' and ended_at is not null`,
  );
  await addToken(app, reza);
  host.loseKey();
  await page.reload();
  await unlock(page);
  await read(page, "کلید این دستگاه پاک شده است");
  expect(await findViolations(page)).toEqual([]);
  const code = await takeCode(page, reza.card);
  await press(page, "بستن");
  expect(await pay(reza, code)).toBe("accepted");
  await press(page, "ثبت این دستگاه");
  await page.getByLabel("کد ملی").waitFor();
  await read(page, "رمزهای موجود هنوز کار می‌کند");
  expect(await page.getByText("رمزهای آن پذیرفته نمی‌شود").count()).toBe(0);
  await page.route("**/device/v1/registrations", (route) => route.abort(), { times: 1 });
  await page.getByLabel("کد ملی").fill(reza.nationalId);
  await page.getByLabel("شماره همراه").fill(reza.mobile);
  await press(page, "دریافت کد پیامکی");
  await read(page, "به اینترنت");
  // The request was lost: nothing has ended, and nobody says so.
  await page.reload();
  await unlock(page);
  await read(page, "کلید این دستگاه پاک شده است");
  await press(page, "ثبت این دستگاه");
  await tryToRegister(app, reza);
  await read(page, "در خودپرداز یا شعبه آن را آزاد کنید");
  // What the vault makes is still accepted; nothing was thrown away for a registration that did not come about.
  await page.reload();
  await unlock(page);
  const next = await takeCode(page, reza.card);
  await press(page, "بستن");
  expect(await pay(reza, next)).toBe("accepted");
  await release(reza);
  await press(page, "ثبت این دستگاه");
  await page.getByRole("button", { name: "تغییر مشخصات" }).click();
  await register(page, bank, reza);
  await read(page, "توکن ثبت شده‌ای برای شما یافت نشد");
  expect(await pay(reza, next)).toBe("rejected");
});

test("S25 somebody else who is signed in defines no token on this device, and is told why before typing", async () => {
  const { maryam, sara } = people;
  const phone = await open();
  await setUpRamznama(phone.page, bank, maryam);
  await phone.page.goto(bank.publicUrl());
  await signInCentrally(phone.page, sara.gatewayLogin);
  await enterRamznama(phone.page);
  await unlock(phone.page);
  await read(phone.page, "با نام سارا احمدی وارد شده‌اید");
  expect(await findViolations(phone.page)).toEqual([]);
  await askDatabase(
    bank,
    `update devices set end_reason = 'replaced' where customer_id = '${maryam.customerId}' and ended_at is not null`,
  );
  const { serial } = await issueCardToken(atm, maryam.card);
  await press(phone.page, "افزودن توکن جدید");
  const code = await readActivationCode(bank, maryam.mobile, maryam.card);
  await typeCardToken(phone.page, { card: maryam.card, serial, code });
  await press(phone.page, "تایید");
  await read(phone.page, "با نام دیگری وارد همراه بانک شده‌اید");
});
