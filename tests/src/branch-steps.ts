/** What a teller and a supervisor do at the console, by the words on the screen. */
import type { Page } from "playwright-core";

export const searchFor = async (page: Page, number: string): Promise<void> => {
  await page.keyboard.press("Alt+s");
  const field = page.getByLabel("کد ملی، شماره کارت، شماره حساب یا تلفن همراه");
  await field.fill(number);
  await field.press("Enter");
};

export const openCustomer = async (
  page: Page,
  person: { readonly nationalId: string; readonly name: string },
): Promise<void> => {
  await searchFor(page, person.nationalId);
  await page.getByRole("heading", { level: 1, name: person.name }).waitFor();
};

/** Which document was seen, in the dialog that is open. */
export const chooseDocument = (page: Page): Promise<void> =>
  page.getByRole("dialog").getByLabel("کارت ملی").check();

export const recordIdentity = async (page: Page): Promise<void> => {
  await page.keyboard.press("Alt+i");
  await chooseDocument(page);
  await page.getByRole("button", { name: "مدرک را دیدم" }).click();
  await page.getByText("دیده شد، تا").waitFor();
};

export const receiptOf = (page: Page) => page.getByRole("article", { name: "رسید رمزنما" });

export const readSerialOfReceipt = async (page: Page): Promise<string> => {
  const text = await receiptOf(page).innerText();
  const [serial] = /\d{4} \d{4} \d{4}/u.exec(text) ?? [];
  if (serial === undefined) throw new Error(`the receipt has no serial: ${text}`);
  return serial.replaceAll(" ", "");
};

/** The identity is recorded already; the receipt stays open. */
export const issueAtConsole = async (page: Page): Promise<string> => {
  await page.keyboard.press("Alt+n");
  await page.getByRole("button", { name: "صدور و نمایش رسید" }).click();
  await receiptOf(page).waitFor();
  return readSerialOfReceipt(page);
};

export const closeReceipt = (page: Page): Promise<void> =>
  page.getByRole("dialog").getByRole("button", { name: "بستن" }).click();

export const chooseToken = (page: Page, serial: string): Promise<void> =>
  page
    .getByRole("option")
    .filter({ hasText: serial.replaceAll(/(\d{4})(?=\d)/gu, "$1 ") })
    .click();

export interface WantedLinks {
  readonly login?: string;
  readonly accounts?: readonly string[];
}

/** Of the token that is laid open. */
export const saveLinks = async (page: Page, { login, accounts = [] }: WantedLinks) => {
  await page.getByRole("button", { name: "اتصال‌ها" }).waitFor();
  await page.keyboard.press("Alt+l");
  const dialog = page.getByRole("dialog");
  if (login !== undefined) await dialog.getByLabel(`ورود به درگاه با ${login}`).check();
  for (const account of accounts) await dialog.getByLabel(`حساب ${account}`).check();
  await dialog.getByRole("button", { name: "ثبت اتصال‌ها" }).click();
  await dialog.waitFor({ state: "detached" });
};

/** At the requests of the branch: the newest of this kind. */
export const decide = async (
  page: Page,
  kind: string,
  decision: "تایید" | "رد",
  note = "",
): Promise<void> => {
  await page.keyboard.press("Alt+r");
  const request = page.getByRole("article", { name: kind }).first();
  await request.getByRole("button", { name: decision }).click();
  const dialog = page.getByRole("dialog");
  if (note !== "") await dialog.getByLabel("یادداشت").fill(note);
  await dialog.getByRole("button", { name: decision, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
};
