/** The screens of the mobile bank against the real bank: what the guide says, what is typed wrongly, and axe on all. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { toPersianDigits } from "@ramznama/persian";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import {
  addCardToken,
  definePassword,
  enterRamznama,
  setUpRamznama,
  takeCode,
  unlock,
} from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { people } from "./test-phone.ts";

let served: BrowserBank;
let atm: Channel;
let shop: Channel;
let context: BrowserContext;
let complaints: readonly string[];
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
  atm = await openChannel(served.bank, "atm");
  shop = await openChannel(served.bank, "shop");
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context, complaints } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  page = await openPage(context, served.webUrl);
});
afterEach(() => context.close());

test("S6 S7 S9 S11 S13 S15 S17 from the first page to a code that the shop accepts once; U2 U5 axe and the console have nothing to say", async () => {
  const { sara } = people;
  await page.getByText("پیشخوان").waitFor();
  expect(await findViolations(page)).toEqual([]);
  // The judge itself: a page with a fault is not passed.
  await page.evaluate("document.querySelector('.desk-brand h1').style.color = '#bbbbbb'");
  expect((await findViolations(page)).join()).toContain("color-contrast");
  await page.evaluate("document.querySelector('.desk-brand h1').style.color = ''");
  await enterRamznama(page);
  await page.getByRole("heading", { name: "تعریف رمز ورود به رمزنما" }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.goBack();
  await setUpRamznama(page, served.bank, sara);
  await page.getByText("توکن ثبت شده‌ای برای شما یافت نشد").waitFor();
  expect(await findViolations(page)).toEqual([]);
  const { serial } = await issueCardToken(atm, sara.card);
  await addCardToken(page, served.bank, sara, serial);
  expect(await page.getByRole("article").innerText()).toContain("6280");
  expect(await findViolations(page)).toEqual([]);
  const code = await takeCode(page, sara.card);
  expect(code).toMatch(/^[0-9]{8}$/);
  expect(await findViolations(page)).toEqual([]);
  expect(await page.getByRole("status").allInnerTexts()).toContain(
    `رمز: ${Array.from(code).join(" ")}. 121 ثانیه اعتبار`,
  );
  await page.getByRole("button", { name: "کپی کردن رمز" }).click();
  await page.getByText("رمز کپی شد").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
  const use = { purpose: "card-second-password", subject: sara.card, code } as const;
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "accepted" });
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "rejected" });
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await page.getByText("با ساعت بانک یکی است").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.getByRole("button", { name: "قفل کردن" }).click();
  await page.getByRole("button", { name: "ورود", exact: true }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("S10 S14 S29 U4 numbers are understood as people paste them, and each wrong one is told beside its field", async () => {
  const { reza } = people;
  await setUpRamznama(page, served.bank, reza);
  const { serial } = await issueCardToken(atm, reza.card);
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  const card = page.getByLabel("شماره کارت");
  const serialField = page.getByLabel("شماره سریال رمزنما");
  const code = page.getByLabel("کد فعالسازی");
  await card.fill("6037991234567893");
  await page.getByText("این شماره از کارت‌های این بانک نیست").waitFor();
  await card.fill(reza.card.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)));
  await page.getByText("این شماره کارت درست نیست").waitFor();
  await card.fill(toPersianDigits(reza.card.replaceAll(/(....)/g, "$1-")));
  expect((await card.inputValue()).replaceAll(" ", "")).toBe(reza.card);
  await serialField.pressSequentially(serial.slice(0, 6));
  expect(await serialField.inputValue()).toBe(`${serial.slice(0, 4)} ${serial.slice(4, 6)}`);
  await page.reload();
  await unlock(page);
  expect((await card.inputValue()).replaceAll(" ", "")).toBe(reza.card);
  await serialField.fill(serial);
  const right = await readActivationCode(served.bank, reza.mobile, reza.card);
  const sms = (await readSms(served.bank, reza.mobile)).find(({ text }) => text.includes(right));
  await code.fill(sms?.text ?? "");
  expect((await code.inputValue()).replaceAll(" ", "")).toBe(right);
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("button", { name: `دریافت رمز ${reza.card}` }).waitFor();
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  expect(await card.inputValue()).toBe("");
  await card.fill(reza.card);
  await serialField.fill("123456789015");
  await code.fill("12345678");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("این کارت در فهرست هست").waitFor();
  expect(asked).toEqual([]);
  expect(await findViolations(page)).toEqual([]);
});

test("S12 registering a token without network says so and keeps what was typed, also when the answer is lost on the way", async () => {
  const { maryam } = people;
  await setUpRamznama(page, served.bank, maryam);
  const { serial } = await issueCardToken(atm, maryam.card);
  const right = await readActivationCode(served.bank, maryam.mobile, maryam.card);
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("شماره کارت").fill(maryam.card);
  await page.getByLabel("شماره سریال رمزنما").fill(serial);
  await page.getByLabel("کد فعالسازی").fill(right);
  await context.setOffline(true);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("برای ثبت توکن اینترنت لازم است").waitFor();
  expect((await page.getByLabel("کد فعالسازی").inputValue()).replaceAll(" ", "")).toBe(right);
  await context.setOffline(false);
  // The bank activates it, and its answer never arrives.
  await page.route("**/device/v1/activations", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("بانک هنوز پاسخ نداده است").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.reload();
  await page.unroute("**/device/v1/activations");
  await unlock(page);
  const code = await takeCode(page, maryam.card);
  const use = { purpose: "card-second-password", subject: maryam.card, code } as const;
  expect((await shop.verify(use)).body).toMatchObject({ outcome: "accepted" });
});

test("S28 the password is judged in words, and what is too easy is refused with a reason", async () => {
  await enterRamznama(page);
  const password = page.getByLabel("رمز ورود به رمزنما");
  for (const [typed, word] of [
    ["12", "ضعیف"],
    ["739158", "قابل قبول"],
    ["sabz-darya-84", "قوی"],
  ] as const) {
    await password.fill(typed);
    await page.getByText(`قدرت رمز: ${word}`).waitFor();
  }
  await definePassword(page, "۱۲۳۴۵۶");
  await page.getByText("خیلی‌ها انتخاب می‌کنند").waitFor();
  await definePassword(page, "۷۳۹۱۵۸");
  await page.getByLabel("کد ملی").waitFor();
  await page.goto(`${served.webUrl}/ramznama/accounts`);
  await unlock(page, "739158");
  await page.getByLabel("کد ملی").waitFor();
});

test("U2 the whole first screen works by keyboard, in English, and at 200 % text", async () => {
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await page.getByLabel("English").check();
  expect(await page.evaluate("document.documentElement.dir")).toBe("ltr");
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Back" }).click();
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await page.getByRole("button", { name: "Ramznama" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Ramznama entry password").waitFor();
  const overflow = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  expect(overflow).toBe(0);
  expect(await findViolations(page)).toEqual([]);
});
