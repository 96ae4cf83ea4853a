/** Several tabs of one browser on one Ramznama: who locks whom, one update for all, and a part that does not arrive. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { definePassword, openPhonePage, setUpRamznama, unlock } from "./browser-phone.ts";
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
  ({ context, page } = await openPhonePage(served.webUrl, { profile }));
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

test("U3 an update that one tab has taken is taken by the other with its own press, though the worker waits no more", async () => {
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await page.reload();
  const other = await context.newPage();
  await other.goto(served.webUrl);
  await served.rebuild("بانک آزمون");
  await page.evaluate(
    "navigator.serviceWorker.getRegistration().then((known) => known.update()).then(() => undefined)",
  );
  for (const tab of [page, other]) await tab.getByText("نسخه جدید برنامه آماده است").waitFor();
  for (const tab of [page, other]) {
    await tab.getByRole("button", { name: "به‌روزرسانی" }).click();
    await tab.getByText("بانک آزمون").waitFor();
  }
});

/** The parts that only an open Ramznama needs; without a worker they come from the network. */
const phoneParts = "**/assets/compose-phone*.js";
const screenParts = "**/assets/open-ramznama*.js";

test("A part of the page that does not arrive leaves no half-made vault, and pressing again goes on, also at the unlock", async () => {
  await page.evaluate(
    "navigator.serviceWorker.ready.then((worker) => worker.unregister()).then(() => undefined)",
  );
  await page.addInitScript("delete Navigator.prototype.serviceWorker");
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.route(phoneParts, (route) => route.abort());
  await definePassword(page);
  await page.getByText("کار انجام نشد").waitFor();
  await page.unroute(phoneParts);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByLabel("کد ملی").waitFor();
  await page.route(screenParts, (route) => route.abort());
  await page.reload();
  await unlock(page);
  await page.getByText("کار انجام نشد").waitFor();
  await page.unroute(screenParts);
  await page.getByRole("button", { name: "ورود", exact: true }).click();
  await page.getByLabel("کد ملی").waitFor();
});
