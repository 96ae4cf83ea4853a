/** «ثبت این دستگاه» in a real Chromium: where the SMS does not come or its code is over, the next step is on the page. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { definePassword, enterRamznama, openPhonePage, register, unlock } from "./browser-phone.ts";
import { people } from "./test-phone.ts";

const { sara } = people;

let served: BrowserBank;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context, page } = await openPhonePage(served.webUrl));
  await enterRamznama(page);
  await definePassword(page);
  await page.getByLabel("کد ملی").fill(sara.nationalId);
  await page.getByLabel("شماره همراه").fill(sara.mobile);
  await page.getByRole("button", { name: "دریافت کد پیامکی" }).click();
  await page.getByLabel("کد ثبت دستگاه").waitFor();
});
afterEach(() => context.close());

const focused = () => page.evaluate<string>("document.activeElement.id");

const answered = (path: string) =>
  page.waitForResponse((response) => response.url().endsWith(path) && response.status() !== 401);

test("S25 the code field has the focus, and a code that does not come is asked for again on the same page", async () => {
  await expect.poll(focused).toBe("code");
  await page.getByLabel("کد ثبت دستگاه").fill("123");
  const again = answered("/registrations");
  await page.getByRole("button", { name: "ارسال دوباره کد" }).click();
  expect((await again).status()).toBe(201);
  await page.getByText("کد دیگری درخواست شد").waitFor();
  await expect.poll(focused).toBe("code");
  expect(await page.getByLabel("کد ثبت دستگاه").inputValue()).toBe("");
  expect(await findViolations(page)).toEqual([]);
});

test("S25 a code that was tried too often leads back to the details by itself, after a reload too", async () => {
  for (let times = 1; times <= 6; times += 1) {
    await page.getByLabel("کد ثبت دستگاه").fill("000001");
    const told = answered("/confirmation");
    await page.getByRole("button", { name: "تایید" }).click();
    await told;
  }
  await page.getByText("ثبت را از ابتدا انجام دهید").waitFor();
  expect(await page.getByLabel("کد ملی").inputValue()).toBe(sara.nationalId);
  await page.reload();
  await unlock(page);
  await expect.poll(() => page.getByLabel("کد ملی").inputValue()).toBe(sara.nationalId);
  await register(page, served.bank, sara);
});
