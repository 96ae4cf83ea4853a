/** A token by Tab and keyboard alone, with text twice as large on the smallest phone (U2). */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import { setUpRamznama } from "./browser-phone.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { readActivationCode } from "./sms.ts";
import { people } from "./test-phone.ts";
import { read } from "./walk-places.ts";

const { sara } = people;
/** No screen has as many stops. */
const stopsMax = 20;

let served: BrowserBank;
let context: BrowserContext;
let page: Page;

/** One phone through all of it; from the list on no finger touches it. */
beforeAll(async () => {
  served = await startBrowserBank();
  ({ context } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(30_000);
  page = await openPage(context, served.webUrl);
  await setUpRamznama(page, served.bank, sara);
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
});
afterAll(async () => {
  await context.close();
  await served.stop();
});

/** What the focus is on, by the name that people know it by. */
const focused = (): Promise<string> =>
  page.evaluate<string>(`{
    const at = document.activeElement;
    (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
  }`);

const isBehind =
  "document.activeElement !== document.body && !document.activeElement.closest('dialog')";

const tabTo = async (name: string): Promise<void> => {
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if ((await focused()) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not come to "${name}"`);
};

const choose = async (name: string): Promise<void> => {
  await tabTo(name);
  await page.keyboard.press("Enter");
};

/** Nothing stands out at the sides, and axe has nothing to say. */
const expectReadable = async (): Promise<void> => {
  const outside = await page.evaluate<readonly string[]>(`
    Array.from(document.querySelectorAll("body :not(.hidden-text)"))
      .filter((box) => {
        const { left, right, width } = box.getBoundingClientRect();
        return width > 0 && (left < -0.5 || right > innerWidth + 0.5);
      })
      .map((box) => box.tagName + "." + box.className + " " + box.textContent)`);
  expect(outside).toEqual([]);
  expect(await findViolations(page)).toEqual([]);
};

test("U2 S9 the arrow keys walk between the two sections, and the focus goes with them", async () => {
  const card = "رمز دوم کارت";
  const account = "حساب/درگاه";
  await tabTo(card);
  for (const next of [account, card, account, card]) {
    await page.keyboard.press("ArrowLeft");
    expect(await focused()).toBe(next);
    await page.getByRole("tab", { name: next, selected: true }).waitFor();
    expect(await focused()).toBe(next);
  }
});

test("U2 S11 a token is typed in and activated by keyboard alone, at 200 % text", async () => {
  const atm = await openChannel(served.bank, "atm");
  const { serial } = await issueCardToken(atm, sara.card);
  const code = await readActivationCode(served.bank, sara.mobile, sara.card);
  await choose("افزودن توکن جدید");
  await page.getByLabel("شماره کارت").waitFor();
  await expectReadable();
  for (const [label, text] of [
    ["شماره کارت", sara.card],
    ["شماره سریال رمزنما", serial],
    ["کد فعالسازی", code],
  ] as const) {
    await tabTo(label);
    await page.keyboard.type(text);
  }
  await choose("تایید");
  await page.getByRole("button", { name: `دریافت رمز ${sara.card}` }).waitFor();
  await expectReadable();
});

test("U2 S15 S17 a code is taken, copied and put away by keyboard alone, and the focus comes back", async () => {
  await choose(`دریافت رمز ${sara.card}`);
  await page.locator("dialog[open] .code").waitFor();
  await expectReadable();
  await choose("کپی کردن رمز");
  await read(page, "رمز کپی شد");
  // Behind the sheet nothing can be reached.
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(isBehind)).toBe(false);
  }
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await focused()).toBe(`دریافت رمز ${sara.card}`);
});

test("U2 S19 a token is deleted by keyboard alone; the first stop keeps it", async () => {
  await choose(`حذف توکن ${sara.card}`);
  await page.getByRole("heading", { name: "حذف توکن" }).waitFor();
  await expectReadable();
  expect(await focused()).toBe("نگه داشتن");
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await choose(`حذف توکن ${sara.card}`);
  await page.getByRole("heading", { name: "حذف توکن" }).waitFor();
  await choose("حذف");
  await read(page, "توکن ثبت شده‌ای برای شما یافت نشد");
});
