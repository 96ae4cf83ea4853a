/** Without network: a cold start, codes, a deletion that is told later; and updates that lose nothing (S18, S19, U3). */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import {
  addCardToken,
  enterRamznama,
  readCode,
  setUpRamznama,
  takeCode,
  unlock,
} from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { people } from "./test-phone.ts";

const { sara } = people;

let served: BrowserBank;
let shop: Channel;
let profile: string;
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  served = await startBrowserBank();
  shop = await openChannel(served.bank, "shop");
  profile = await mkdtemp(join(tmpdir(), "ramznama-profile-"));
  await open();
});
afterEach(async () => {
  await context.close();
  await served.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open(isOffline = false): Promise<void> {
  ({ context } = await openBrowser(served.webUrl, { profile, reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  await context.setOffline(isOffline);
  page = await openPage(context, served.webUrl);
}

/** Until the new version waits to be taken, and the page has had time to say so. */
async function findUpdate(): Promise<void> {
  await page.evaluate(`navigator.serviceWorker.getRegistration().then(async (known) => {
    await known.update();
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (known.waiting === null) await drawn();
    await drawn();
    await drawn();
  })`);
}

async function untilInstalled(): Promise<void> {
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
}

test("S18 S19 a browser started without network opens Ramznama, its code is accepted, and a deletion reaches the bank later", async () => {
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  await untilInstalled();
  await context.close();
  await open(true);
  await enterRamznama(page);
  await unlock(page);
  const code = await takeCode(page, sara.card);
  const use = { purpose: "card-second-password", subject: sara.card, code } as const;
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "accepted" });
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("button", { name: `حذف توکن ${sara.card}` }).click();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "حذف", exact: true }).click();
  await page.getByText("بانک با اولین اتصال به اینترنت باخبر می‌شود").waitFor();
  await page.getByText("توکن ثبت شده‌ای برای شما یافت نشد").waitFor();
  const told = page.waitForResponse((response) => response.request().method() === "DELETE");
  await context.setOffline(false);
  expect((await told).status()).toBe(204);
});

/** What the live regions of the sheet say from now on, one entry for each change. */
const listen = `{
  globalThis.heard = [];
  const live = "dialog :is([role=status], [role=alert], [aria-live]:not([aria-live=off]))";
  const read = () => Array.from(document.querySelectorAll(live), ({ textContent }) => textContent);
  let before = read();
  new MutationObserver(() => {
    const now = read();
    heard.push(...now.filter((text) => text !== "" && !before.includes(text)));
    before = now;
  }).observe(document.querySelector("dialog"), { subtree: true, childList: true, characterData: true });
}`;

test("S16 the sheet stays through its 121 seconds, says so at the end, and a new code is one tap away", async () => {
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  await page.clock.install();
  const first = await takeCode(page, sara.card);
  const timer = page.getByRole("timer");
  expect(await timer.getAttribute("aria-label")).toBe("121 ثانیه اعتبار");
  await page.evaluate(listen);
  await page.clock.runFor(120_000);
  expect(await timer.getAttribute("aria-label")).toBe("1 ثانیه اعتبار");
  expect(await page.getByRole("button", { name: "کپی کردن رمز" }).count()).toBe(1);
  await page.clock.runFor(1_500);
  await page.getByText("اعتبار این رمز پایان یافت.").first().waitFor();
  // U2: a screen reader hears four sentences in two minutes, and no ticking.
  const marks = [60, 30, 10].map((seconds) => `${seconds} ثانیه اعتبار`);
  expect(await page.evaluate("heard")).toEqual([...marks, "اعتبار این رمز پایان یافت."]);
  expect(await page.getByRole("button", { name: "کپی کردن رمز" }).count()).toBe(0);
  await page.getByRole("button", { name: "دریافت رمز جدید" }).click();
  await expect.poll(() => readCode(page)).not.toBe(first);
  expect(await timer.getAttribute("aria-label")).toBe("121 ثانیه اعتبار");
});

test("R7 a phone whose clock is an hour wrong shows codes by the bank's time, and settings say so", async () => {
  await page.clock.install({ time: Date.now() - 3_600_000 });
  await page.reload();
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  const code = await takeCode(page, sara.card);
  const use = { purpose: "card-second-password", subject: sara.card, code } as const;
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "accepted" });
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await page.getByText("ساعت دستگاه 60 دقیقه عقب است").waitFor();
});

test("R7 a clock that was set back is told once with what to do, locks as any page does, and the way out works", async () => {
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  await page.clock.install();
  await takeCode(page, sara.card);
  await page.getByRole("button", { name: "بستن" }).click();
  await context.setOffline(true);
  await page.clock.setSystemTime(Date.now() - 400 * 86_400_000);
  // So long a time, forwards or backwards, locks first.
  await unlock(page);
  await page.getByRole("button", { name: `دریافت رمز ${sara.card}` }).click();
  const alert = page.getByRole("dialog").getByRole("alert");
  await alert.getByText("ساعت دستگاه به عقب برگشته است").waitFor();
  const told = await alert.innerText();
  await page.getByText("رمز بعدی 400 روز دیگر آماده است").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.clock.runFor(5_000);
  expect(await alert.innerText()).toBe(told);
  await page.clock.runFor(5 * 60_000);
  await unlock(page);
  await page.getByRole("button", { name: `دریافت رمز ${sara.card}` }).click();
  await alert.waitFor();
  await context.setOffline(false);
  await page.getByRole("button", { name: "تلاش دوباره" }).click();
  await page.getByRole("timer").waitFor();
  const code = await readCode(page);
  const use = { purpose: "card-second-password", subject: sara.card, code } as const;
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "accepted" });
});

test("U3 a new version is offered and taken only when wanted, and what was half typed is there afterwards", async () => {
  await setUpRamznama(page, served.bank, sara);
  await untilInstalled();
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("شماره کارت").fill(sara.card.slice(0, 10));
  await served.rebuild("بانک آزمون");
  await findUpdate();
  await page.getByText("نسخه جدید برنامه آماده است").waitFor();
  await page.getByRole("button", { name: "به‌روزرسانی" }).click();
  await unlock(page);
  const card = page.getByLabel("شماره کارت");
  expect((await card.inputValue()).replaceAll(" ", "")).toBe(sara.card.slice(0, 10));
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.goto(served.webUrl);
  await page.getByText("بانک آزمون").waitFor();
});

test("U3 nothing is offered while somebody signs in, since user name and code are kept nowhere; with the fields empty it is", async () => {
  await untilInstalled();
  await page.reload();
  const name = page.getByLabel("نام کاربری");
  const code = page.getByLabel("رمز پویا");
  const offer = page.getByText("نسخه جدید برنامه آماده است");
  await name.fill("sara.ahmadi");
  await code.fill("1234");
  await served.rebuild("بانک آزمون");
  await findUpdate();
  expect(await offer.count()).toBe(0);
  await name.fill("");
  expect(await offer.count()).toBe(0);
  await code.fill("");
  await offer.waitFor();
  await name.fill("s");
  await offer.waitFor({ state: "detached" });
  // The form is left, and with it what was typed.
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await offer.waitFor();
});
