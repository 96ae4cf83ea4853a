/** A customer with the mobile bank in a browser: every step by the words on the screen. */
import { findRegistrationCode } from "@ramznama/persian";
import type { Page } from "playwright-core";
import { openBrowser, openPage, type BrowserOptions, type Watched } from "./browser.ts";
import { readActivationCode, readSms } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";
import type { TestPerson } from "./test-phone.ts";

export const entryPassword = "sabz-darya-84";

/** A browser at the mobile bank's first page. */
export const openPhonePage = async (
  webUrl: string,
  given: BrowserOptions = {},
): Promise<Watched & { readonly page: Page }> => {
  const watched = await openBrowser(webUrl, { reducedMotion: true, ...given });
  watched.context.setDefaultTimeout(15_000);
  return { ...watched, page: await openPage(watched.context, webUrl) };
};

export const enterRamznama = (page: Page): Promise<void> =>
  page.getByRole("button", { name: "رمزنما" }).click();

export const definePassword = async (page: Page, password = entryPassword): Promise<void> => {
  await page.getByLabel("رمز ورود به رمزنما").fill(password);
  await page.getByLabel("تکرار رمز ورود").fill(password);
  await page.getByRole("button", { name: "تایید" }).click();
};

export const unlock = async (page: Page, password = entryPassword): Promise<void> => {
  await page.getByLabel("رمز ورود به رمزنما").fill(password);
  await page.getByRole("button", { name: "ورود", exact: true }).click();
};

export const register = async (page: Page, bank: TestBank, person: TestPerson): Promise<void> => {
  await page.getByLabel("کد ملی").fill(person.nationalId);
  await page.getByLabel("شماره همراه").fill(person.mobile);
  const earlier = new Set((await readSms(bank, person.mobile)).map(({ messageId }) => messageId));
  await page.getByRole("button", { name: "دریافت کد پیامکی" }).click();
  const field = page.getByLabel("کد ثبت دستگاه");
  await field.waitFor();
  await field.fill(await readNewCode(bank, person.mobile, earlier));
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("tab", { name: "رمز دوم کارت" }).waitFor();
};

/** Of an SMS that came after the `earlier` ones. */
const readNewCode = async (
  bank: TestBank,
  mobile: string,
  earlier: ReadonlySet<string>,
): Promise<string> => {
  for (let look = 0; look < 400; look += 1) {
    for (const { messageId, text } of await readSms(bank, mobile)) {
      const code = earlier.has(messageId) ? undefined : findRegistrationCode(text);
      if (code !== undefined) return code;
    }
  }
  throw new Error("no SMS with a registration code came");
};

/** From the first page to the empty list. */
export const setUpRamznama = async (
  page: Page,
  bank: TestBank,
  person: TestPerson,
): Promise<void> => {
  await enterRamznama(page);
  await definePassword(page);
  await register(page, bank, person);
};

export const typeCardToken = async (
  page: Page,
  token: { readonly card: string; readonly serial: string; readonly code: string },
): Promise<void> => {
  await page.getByLabel("شماره کارت").fill(token.card);
  await page.getByLabel("شماره سریال رمزنما").fill(token.serial);
  await page.getByLabel("کد فعالسازی").fill(token.code);
};

export const addCardToken = async (
  page: Page,
  bank: TestBank,
  person: TestPerson & { readonly card: string },
  serial: string,
): Promise<void> => {
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  const code = await readActivationCode(bank, person.mobile, person.card);
  await typeCardToken(page, { card: person.card, serial, code });
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("توکن فعال شد.").waitFor();
  await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).waitFor();
};

/** Opens the sheet and reads the code off it. */
export const takeCode = async (page: Page, name: string): Promise<string> => {
  await page.getByRole("button", { name: `دریافت رمز ${name}` }).click();
  return readCode(page);
};

export const readCode = async (page: Page): Promise<string> => {
  const text = await page.locator("dialog[open] .code").innerText();
  return text.replaceAll(/[^0-9]/g, "");
};
