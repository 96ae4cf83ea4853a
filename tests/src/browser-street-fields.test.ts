/** Amounts as they are typed and pasted in the sandbox's shop, in Chromium: grouped where they are whole rials. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage } from "./browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

let bank: TestBank;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  bank = await startTestBank();
  ({ context } = await openBrowser(bank.sandboxUrl));
  context.setDefaultTimeout(15_000);
  page = await openPage(context, `${bank.sandboxUrl}/shop`);
});
afterAll(async () => {
  await context.close();
  await bank.stop();
});

test("U4 separators of thousands are understood, and what is no whole amount stays as it was typed and is refused", async () => {
  const amount = page.getByLabel("مبلغ (ریال)");
  for (const [typed, shown] of [
    ["1250000", "1,250,000"],
    ["12٬500", "12,500"],
    [" 12 500 ", "12,500"],
    ["-500", "-500"],
    ["500–", "500–"],
    ["12,500.00", "12,500.00"],
  ] as const) {
    await amount.fill(typed);
    expect(await amount.inputValue()).toBe(shown);
  }
  await page.getByLabel("شماره کارت").fill("6280239832816831");
  await page.getByLabel("CVV2").fill("839");
  await page.getByLabel("تاریخ انقضا").fill("0810");
  await page.getByLabel("رمز دوم پویا").fill("12345678");
  await page.getByRole("button", { name: "پرداخت" }).click();
  await page.getByText("مبلغ عددی صحیح به ریال است").waitFor();
  expect(await amount.inputValue()).toBe("12,500.00");
});
