/** A customer's session at the mobile bank in Chromium: whose device this is, what the bank did not hear, and what is over. */
import { buildMobileBank } from "@ramznama/mobile-bank/build";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { definePassword, enterRamznama, register } from "./browser-phone.ts";
import { openModePhone, signInCentrally, type ModePhone } from "./mobile-bank-modes.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";
import { press, read, waitForHeading } from "./walk-places.ts";

const { reza, sara } = people;

let bank: TestBank;
let phone: ModePhone;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock, buildWeb: buildMobileBank });
});
afterAll(() => bank.stop());
beforeEach(async () => {
  phone = await openModePhone(bank);
});
afterEach(() => phone.context.close());

test("S22 a sign-out that the bank did not hear is said to be none, hides the account, and is done when the network is back", async () => {
  const { page } = phone;
  await signInCentrally(page, sara.gatewayLogin);
  await page.getByText("سارا احمدی").waitFor();
  await phone.setOffline(true);
  await press(page, "خروج");
  await read(page, "خروج به بانک نرسید و هنوز وارد حساب هستید");
  expect(await page.getByText("سارا احمدی").count()).toBe(0);
  expect(await page.getByText("از حساب خارج شدید").count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await phone.setOffline(false);
  await waitForHeading(page, "از حساب خود خارج می‌شوید؟");
  await page.goto(`${bank.publicUrl()}/home`);
  await read(page, "نشست شما پایان یافت");
});

test("S22 a server that fails is no sign-out either, and the next try is one", async () => {
  const { page } = phone;
  await signInCentrally(page, sara.gatewayLogin);
  await page.route("**/customer/v1/session", (route) => route.fulfill({ status: 503, json: {} }));
  await press(page, "خروج");
  await read(page, "خروج به بانک نرسید و هنوز وارد حساب هستید");
  await page.unroute("**/customer/v1/session");
  await press(page, "تلاش دوباره");
  await waitForHeading(page, "از حساب خود خارج می‌شوید؟");
});

test("S22 an answer to what was asked before the sign-out brings nobody back", async () => {
  const { page } = phone;
  await signInCentrally(page, sara.gatewayLogin);
  await page.getByText("سارا احمدی").waitFor();
  const { promise: isLate, resolve: answer } = Promise.withResolvers<undefined>();
  await page.route("**/customer/v1/home", async (route) => {
    const response = await route.fetch();
    await isLate;
    await route.fulfill({ response });
  });
  // Without the provider's page, which would put another in this one's place.
  await page.route("**/customer/v1/session", (route) => route.fulfill({ json: { next: "/" } }));
  const asked = page.waitForRequest("**/customer/v1/home");
  await page.evaluate("void dispatchEvent(new Event('online'))");
  const answered = (await asked).response();
  await press(page, "خروج");
  await read(page, "از حساب خارج شدید");
  answer(undefined);
  await answered;
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))");
  expect(await page.getByText("سارا احمدی").count()).toBe(0);
  expect(await page.getByText("از حساب خارج شدید").count()).toBe(1);
});

test("S22 home shows nothing of the account for longer than the session lives without use, with the network or without", async () => {
  const { page } = phone;
  await page.clock.install();
  await signInCentrally(page, sara.gatewayLogin);
  await page.getByText("سارا احمدی").waitFor();
  await phone.setOffline(true);
  await page.clock.runFor(9 * 60_000);
  expect(await page.getByText("سارا احمدی").count()).toBe(1);
  await page.clock.runFor(70_000);
  await read(page, "نشست شما پایان یافت");
  expect(await page.getByText("سارا احمدی").count()).toBe(0);
});

test("S25 whoever is signed in and registers here is never told that the device is somebody else's, also when home cannot be read", async () => {
  const { page } = phone;
  await signInCentrally(page, reza.gatewayLogin);
  await read(page, "رمزنمای شما هنوز روی هیچ دستگاهی ثبت نشده است");
  await enterRamznama(page);
  await definePassword(page);
  await page.getByLabel("کد ملی").waitFor();
  const { promise: isLate, resolve: answer } = Promise.withResolvers<undefined>();
  await page.route("**/customer/v1/home", async (route) => {
    await isLate;
    await route.abort();
  });
  const asked = page.waitForRequest("**/customer/v1/home");
  await register(page, bank, reza);
  const lost = page.waitForEvent("requestfailed");
  await asked;
  const alarm = page.getByText("به نام شخص دیگری ثبت است");
  expect(await alarm.count()).toBe(0);
  answer(undefined);
  await lost;
  expect(await alarm.count()).toBe(0);
});

test("S25 whoever is signed in on a device that is registered to another customer is told so before anything is typed", async () => {
  const { page } = phone;
  await signInCentrally(page, people.maryam.gatewayLogin);
  await enterRamznama(page);
  await definePassword(page);
  await register(page, bank, sara);
  await read(page, "به نام شخص دیگری ثبت است");
  expect(await findViolations(page)).toEqual([]);
});
