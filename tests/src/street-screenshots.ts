/** Every place of the street and what it says, good and bad, as a person sees it who walks with a card and a login. */
import { join } from "node:path";
import { groupDigits } from "@ramznama/persian";
import type { Page } from "playwright-core";
import { getReceiptAtAtm, openRamznamaAtAtm } from "./walk-atm.ts";
import { issueAtBranch, linkAtBranch, signInAsTeller } from "./walk-branch.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import { transfer, trySignIn } from "./walk-internet-bank.ts";
import { maryam, sara } from "./walk-people.ts";
import {
  closeSheet,
  enrolPhone,
  rowOf,
  takeCodeOf,
  typeNewAccountToken,
  typeNewCardToken,
} from "./walk-phone.ts";
import { fill, goTo, press, read, waitForHeading } from "./walk-places.ts";
import { payAtShop } from "./walk-shop.ts";
import { startWalkStreet, type WalkStreet } from "./walk-street.ts";

export interface Shooting {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly width: number;
  readonly height: number;
  readonly appearance: "light" | "dark";
}

export const shootStreet = async (shooting: Shooting): Promise<void> => {
  const walk = await startWalkStreet({ ...shooting, look: countingCamera(shooting) });
  try {
    await shootFrontPage(walk);
    await shootAtm(walk);
    await walkWithCard(walk);
    await walkWithLogin(walk);
  } finally {
    await walk.stop();
  }
};

/** Whole pages, each once, in the order of the walk. The phone has its own pictures. */
const countingCamera = ({ folder, width, appearance }: Shooting) => {
  const taken = new Set<string>();
  return async (page: Page, name: string): Promise<void> => {
    if (name.startsWith("phone-") || taken.has(name)) return;
    taken.add(name);
    const number = String(taken.size).padStart(2, "0");
    const file = `street-${number}-${name}-${width}-${appearance}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
  };
};

const shootFrontPage = async ({ street: { page, home, look } }: WalkStreet): Promise<void> => {
  await page.goto(home);
  await page.getByRole("navigation", { name: "خیابان" }).waitFor();
  await look("front-page");
};

const servicesAtAtm = {
  resend: "ارسال مجدد کد فعالسازی",
  release: "آزادسازی دستگاه",
  block: "مسدود کردن رمزنما",
} as const;

const shootAtm = async ({ street }: WalkStreet): Promise<void> => {
  const { page, look } = street;
  await goTo(street, "خودپرداز");
  await fill(page, "شماره کارت", "6037991234567893");
  await press(page, "ادامه");
  await look("atm-other-bank");
  await fill(page, "شماره کارت", maryam.card);
  await press(page, "ادامه");
  await fill(page, "رمز اول کارت", "0000");
  await press(page, "تایید");
  await look("atm-wrong-pin");
  await openRamznamaAtAtm(street, maryam);
  for (const [name, service] of Object.entries(servicesAtAtm)) {
    await page.getByRole("link", { name: service }).click();
    await waitForHeading(page, service);
    await look(`atm-${name}`);
    await page.getByRole("link", { name: /بازگشت|انصراف/u }).click();
  }
  await page.getByRole("link", { name: "مسدود کردن رمزنما" }).click();
  await press(page, "مسدود شود");
  await look("atm-blocked");
};

const walkWithCard = async (walk: WalkStreet): Promise<void> => {
  const { street, phone } = walk;
  const { page, look } = street;
  const serial = await getReceiptAtAtm(street, sara);
  const sms = await readSmsOnPage(street, sara, "کد فعالسازی رمزنما");
  await enrolPhone(walk, sara);
  await typeNewCardToken(phone, { card: sara.card, serial, sms });
  await press(phone.page, "تایید");
  await rowOf(phone, groupDigits(sara.card)).waitFor();
  const code = await takeCodeOf(phone, groupDigits(sara.card));
  await closeSheet(phone);
  await payAtShop(street, sara, code);
  await payAtShop(street, sara, code);
  await goTo(street, "فروشگاه");
  await fill(page, "شماره کارت", "1234");
  await fill(page, "CVV2", "1");
  await fill(page, "تاریخ انقضا (سال/ماه)", "1");
  await fill(page, "رمز دوم پویا", "1");
  await press(page, "پرداخت");
  await read(page, "موارد مشخص‌شده را درست کنید");
  await look("shop-mistyped");
};

const walkWithLogin = async (walk: WalkStreet): Promise<void> => {
  const { street, phone } = walk;
  const { page, look } = street;
  const take = async (): Promise<string> => {
    const code = await takeCodeOf(phone, serial);
    await closeSheet(phone);
    return code;
  };
  await signInAsTeller(street);
  const serial = await issueAtBranch(street, sara);
  await linkAtBranch(walk, sara, serial);
  const sms = await readSmsOnPage(street, sara, "کد فعالسازی رمزنما برای حساب/درگاه");
  await typeNewAccountToken(phone, { serial, sms });
  await press(phone.page, "تایید");
  await rowOf(phone, serial).waitFor();
  await trySignIn(street, sara, "12345678");
  await look("internet-bank-refused");
  await trySignIn(street, sara, await take());
  await waitForHeading(page, "حساب‌ها");
  const order = { account: maryam.account, amount: "1,500,000", code: await take() };
  await transfer(street, order);
  await transfer(street, order);
  await page.getByRole("link", { name: "مسدود کردن رمزنما" }).click();
  await look("internet-bank-block");
  await press(page, "مسدود شود");
  await look("internet-bank-blocked");
};
