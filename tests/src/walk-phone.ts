/** The customer's hands on the phone: every step by the words on the screen, whole messages pasted. */
import { definePassword, enterRamznama, readCode } from "./browser-phone.ts";
import type { Walker } from "./walk-people.ts";
import { fill, press, read, waitForHeading } from "./walk-places.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import type { WalkPhone, WalkStreet } from "./walk-street.ts";

/** What the clipboard holds goes into the field, as a person pastes it. */
export const paste = async ({ page }: WalkPhone, label: string, text: string): Promise<void> => {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.getByLabel(label, { exact: true }).fill("");
  await page.getByLabel(label, { exact: true }).press("Control+V");
};

/** From the desk to the empty list: entry password, this device, the code of its SMS (S6, S7, S9). */
export const enrolPhone = async (walk: WalkStreet, person: Walker): Promise<void> => {
  const { page, look } = walk.phone;
  await read(page, "پیشخوان");
  await look("phone-desk");
  await enterRamznama(page);
  await waitForHeading(page, "تعریف رمز ورود به رمزنما");
  await look("phone-define-password");
  await definePassword(page);
  await waitForHeading(page, "ثبت این دستگاه");
  await look("phone-register");
  await registerHere(walk, person);
  await waitForHeading(page, "توکن ثبت شده‌ای برای شما یافت نشد");
  await look("phone-empty");
};

const registerHere = async ({ phone, street }: WalkStreet, person: Walker): Promise<void> => {
  const { page } = phone;
  await fill(page, "کد ملی", person.nationalId);
  await fill(page, "شماره همراه", person.mobile);
  await press(page, "دریافت کد پیامکی");
  await page.getByLabel("کد ثبت دستگاه").waitFor();
  await phone.look("phone-register-code");
  await paste(phone, "کد ثبت دستگاه", await readSmsOnPage(street, person, "کد ثبت دستگاه"));
  await press(page, "تایید");
};

export const openSection = (
  { page }: WalkPhone,
  name: "رمز دوم کارت" | "حساب/درگاه",
): Promise<void> => page.getByRole("tab", { name }).click();

/** «+» and «توکن جدید رمز دوم کارت», filled in and not yet sent (S10, S11). */
export const typeNewCardToken = async (
  phone: WalkPhone,
  token: { readonly card: string; readonly serial: string; readonly sms: string },
): Promise<void> => {
  const { page, look } = phone;
  await press(page, "افزودن توکن جدید");
  await waitForHeading(page, "توکن جدید رمز دوم کارت");
  await fill(page, "شماره کارت", token.card);
  await fill(page, "شماره سریال رمزنما", token.serial);
  await paste(phone, "کد فعالسازی", token.sms);
  await look("phone-new-card-token");
};

/** «+» and «توکن جدید حساب/درگاه», filled in and not yet sent (S20). */
export const typeNewAccountToken = async (
  phone: WalkPhone,
  token: { readonly serial: string; readonly sms: string },
): Promise<void> => {
  const { page, look } = phone;
  await openSection(phone, "حساب/درگاه");
  await press(page, "افزودن توکن جدید");
  await waitForHeading(page, "توکن جدید حساب/درگاه");
  await fill(page, "شماره سریال رمزنما", token.serial);
  await paste(phone, "کد فعالسازی", token.sms);
  await look("phone-new-account-token");
};

/** The row of a token, found by the number that stands in it in groups of four. */
export const rowOf = ({ page }: WalkPhone, grouped: string) =>
  page.getByRole("article").filter({ hasText: new RegExp(grouped.split(" ").join("\\s*"), "u") });

/** «دریافت رمز» of that row: the sheet is open, its code is the answer (S15). */
export const takeCodeOf = async (phone: WalkPhone, grouped: string): Promise<string> => {
  await rowOf(phone, grouped).getByText("دریافت رمز").click();
  await phone.page.getByRole("timer").waitFor();
  return readCode(phone.page);
};

export const closeSheet = ({ page }: WalkPhone): Promise<void> => press(page, "بستن");

/** «کپی کردن رمز»; resolves with what another program finds on the clipboard (S17). */
export const copyCode = async ({ page }: WalkPhone): Promise<string> => {
  await press(page, "کپی کردن رمز");
  await read(page, "رمز کپی شد");
  return page.evaluate<string>("navigator.clipboard.readText()");
};
