/** Several tabs of one browser on one Ramznama: who locks whom. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { setUpRamznama, unlock } from "./browser-phone.ts";
import { openBrowser, openPage } from "./browser.ts";
import { people } from "./test-phone.ts";

let served: BrowserBank;
let profile: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
});
afterAll(() => served.stop());
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), "ramznama-profile-"));
  ({ context } = await openBrowser(served.webUrl, { profile, reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  page = await openPage(context, served.webUrl);
});
afterEach(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

const openOther = async (): Promise<Page> => {
  const other = await context.newPage();
  await other.goto(`${served.webUrl}/ramznama/cards`);
  await unlock(other);
  return other;
};

test("A tab that nobody has touched locks itself and not the one that is in use; the lock that a person presses locks both", async () => {
  await context.clock.install();
  await setUpRamznama(page, served.bank, people.sara);
  const other = await openOther();
  await other.getByRole("tab", { name: "رمز دوم کارت" }).waitFor();
  await context.clock.runFor(4 * 60_000);
  await page.getByRole("tab", { name: "حساب/درگاه" }).click();
  await context.clock.runFor(70_000);
  await other.getByRole("button", { name: "ورود", exact: true }).waitFor();
  await page.getByRole("tab", { name: "رمز دوم کارت" }).click();
  expect(await page.getByText("قفل شد").count()).toBe(0);
  await unlock(other);
  await other.getByRole("button", { name: "قفل کردن" }).click();
  await page.getByText("رمزنما در صفحه دیگری از همین مرورگر قفل شد").waitFor();
});
