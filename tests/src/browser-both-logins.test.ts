/** S22 S23: one Ramznama, one vault, the same abilities without login and after either login; the whole of it in Chromium. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildMobileBank } from "@ramznama/mobile-bank/build";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { addCardToken, definePassword, register, takeCode, unlock } from "./browser-phone.ts";
import { issueCardToken, openChannel, takeToken, type Channel } from "./channel.ts";
import { setProvider } from "./core-banking.ts";
import { issueAccountToken, openDesk, type Desk } from "./desk.ts";
import {
  modes,
  openModePhone,
  openRamznama,
  signInCentrally,
  signInWithCode,
  type Mode,
  type ModePhone,
} from "./mobile-bank-modes.ts";
import { readActivationCode } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";
import { press, read, waitForHeading } from "./walk-places.ts";

const personOf = {
  "without login": people.sara,
  "centrally signed in": people.reza,
  "non-centrally signed in": people.maryam,
} as const satisfies Readonly<Record<Mode, unknown>>;

const looks = {
  "without login": { width: 360, height: 640, appearance: "light" },
  "centrally signed in": { width: 412, height: 915, appearance: "dark" },
  "non-centrally signed in": { width: 360, height: 640, appearance: "dark" },
} as const;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock, buildWeb: buildMobileBank });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  teller = await openDesk(bank, "teller");
});
afterAll(() => bank.stop());

const shots = process.env["SHOTS_FOLDER"];

const look = async (page: Page, name: string): Promise<void> => {
  expect([name, await findViolations(page)]).toEqual([name, []]);
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  for (const appearance of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: appearance });
    await page.screenshot({ path: join(shots, `${name}-${appearance}.png`), fullPage: true });
  }
};

const pay = async (subject: string, code: string): Promise<string> =>
  (await shop.verify({ purpose: "card-second-password", subject, code })).body.outcome;

/** An account/gateway token on this phone, linked to the login at a branch. */
const addLinkedToken = async (page: Page, person: (typeof people)["maryam"]): Promise<string> => {
  const { serial } = await issueAccountToken(teller, person.customerId, true);
  const code = await readActivationCode(bank, person.mobile);
  await page.getByRole("tab", { name: "حساب/درگاه" }).click();
  await press(page, "افزودن توکن جدید");
  await page.getByLabel("شماره سریال رمزنما").fill(serial);
  await page.getByLabel("کد فعالسازی").fill(code);
  await press(page, "تایید");
  await page.getByRole("button", { name: `دریافت رمز ${serial}` }).waitFor();
  const links = { gatewayLogin: true, accounts: [] };
  expect((await teller.put(`/staff/v1/tokens/${serial}/links`, links)).status).toBe(200);
  return serial;
};

/** Takes a code, closes the sheet and goes back to the page before Ramznama. */
const takeLoginCode = async (page: Page, serial: string): Promise<string> => {
  await page.getByRole("tab", { name: "حساب/درگاه" }).click();
  const code = await takeCode(page, serial);
  await press(page, "بستن");
  await press(page, "بازگشت");
  return code;
};

/** Stands in front of an unlocked, registered Ramznama, entered in this mode. */
const enter = async (phone: ModePhone, mode: Mode): Promise<void> => {
  const { page } = phone;
  const person = personOf[mode];
  if (mode === "centrally signed in") {
    await signInCentrally(page, person.gatewayLogin);
    await read(page, "رمزنمای شما هنوز روی هیچ دستگاهی ثبت نشده است");
    await look(page, "home-new");
  }
  await openRamznama(page);
  await definePassword(page);
  await register(page, bank, person);
  if (mode !== "non-centrally signed in") return;
  const serial = await addLinkedToken(page, people.maryam);
  await signInWithCode(page, person.gatewayLogin, await takeLoginCode(page, serial));
  await read(page, "رمزنمای شما روی همین دستگاه (نسخه وب)");
  await look(page, "home");
  await openRamznama(page);
};

describe.each(modes)("S22 S23 Ramznama %s", (mode) => {
  const person = personOf[mode];
  let phone: ModePhone;

  beforeAll(async () => {
    phone = await openModePhone(bank, looks[mode]);
    await phone.page.getByText("پیشخوان").waitFor();
    await look(phone.page, `desk-${looks[mode].width}`);
    await enter(phone, mode);
  });
  afterAll(() => phone.context.close());

  test("defines a card token, shows and copies its password, which the shop accepts once", async () => {
    const { page } = phone;
    const { serial } = await issueCardToken(atm, person.card);
    await page.getByRole("tab", { name: "رمز دوم کارت" }).click();
    await addCardToken(page, bank, person, serial);
    const code = await takeCode(page, person.card);
    await press(page, "کپی کردن رمز");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
    await press(page, "بستن");
    expect([await pay(person.card, code), await pay(person.card, code)]).toEqual([
      "accepted",
      "rejected",
    ]);
  });

  test("S18 gives passwords without network, and with the provider away", async () => {
    const { page } = phone;
    const operator = await takeToken(bank, "sandbox-operator");
    await setProvider(bank, "down", operator);
    await phone.setOffline(true);
    try {
      await page.reload();
      await unlock(page);
      const code = await takeCode(page, person.card);
      await press(page, "بستن");
      expect(await pay(person.card, code)).toBe("accepted");
    } finally {
      await phone.setOffline(false);
      await setProvider(bank, "normal", operator);
    }
  });

  test("is the one Ramznama: its tokens are the same from the desk and from home", async () => {
    const { page } = phone;
    await page.goto(bank.publicUrl());
    if (mode !== "without login") {
      await waitForHeading(page, "خانه");
      await press(page, "خروج");
      if (mode === "centrally signed in") {
        await waitForHeading(page, "از حساب خود خارج می‌شوید؟");
        await press(page, "خروج");
      } else await read(page, "از حساب خارج شدید");
    }
    await page.getByText("پیشخوان").waitFor();
    await openRamznama(page);
    await unlock(page);
    await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).waitFor();
  });

  test("S19 deletes a token, and the bank hears of it", async () => {
    const { page } = phone;
    await press(page, `حذف توکن ${person.card}`);
    await page.getByRole("button", { name: "حذف", exact: true }).click();
    await read(page, "توکن ثبت شده‌ای برای شما یافت نشد");
    await expect
      .poll(async () => {
        const { body } = await teller.get<{ tokens: { kind: string; state: string }[] }>(
          `/staff/v1/tokens?customerId=${person.customerId}`,
        );
        return body.tokens.filter(({ kind }) => kind === "card").map(({ state }) => state);
      })
      .toEqual(["ended"]);
  });

  test("U2 U5 nothing on the console, and no host but the bank's", () => {
    expect(phone.complaints()).toEqual([]);
  });
});

describe("signing in at the mobile bank", () => {
  let phone: ModePhone;
  beforeAll(async () => {
    phone = await openModePhone(bank);
  });
  afterAll(() => phone.context.close());

  test("U4 what is missing or wrong is said beside its field, and one text tells of every refusal", async () => {
    const { page } = phone;
    await page.getByRole("button", { name: "ورود", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "نام کاربری" }).first().waitFor();
    await page.getByLabel("نام کاربری").fill("sara.ahmadi");
    await page.getByRole("button", { name: "ورود", exact: true }).click();
    await read(page, "رمز پویا را وارد کنید");
    await look(page, "desk-empty");
    await page.getByLabel("رمز پویا").fill("۱۲۳۴ ۵۶۷۸");
    await page.getByRole("button", { name: "ورود", exact: true }).click();
    await read(page, "ورود انجام نشد");
    await look(page, "desk-refused");
  });

  test("S12 without network it says so, and Ramznama is still there", async () => {
    const { page } = phone;
    await phone.setOffline(true);
    await press(page, "لاگین متمرکز");
    await read(page, "برای ورود اینترنت لازم است");
    await phone.setOffline(false);
  });

  test("cancelling, an answer that does not fit, and the back button in the middle lead back to the desk with a word", async () => {
    const { page } = phone;
    await press(page, "لاگین متمرکز");
    await press(page, "انصراف");
    await read(page, "از ورود منصرف شدید");
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await press(page, "لاگین متمرکز");
    await page.getByLabel("رمز عبور").waitFor();
    await page.goBack();
    await page.getByText("پیشخوان").waitFor();
    await page.goto(`${bank.publicUrl()}/callback?code=x&state=y`);
    await read(page, "ورود به پایان نرسید");
    await look(page, "desk-failed");
    await signInCentrally(page, people.sara.gatewayLogin);
    await page.goBack();
    // Wherever the browser goes back to, whoever is signed in is at home, or may sign in again.
    await page.goto(bank.publicUrl());
    await waitForHeading(page, "خانه");
  });

  test("a session that has ended is told at the desk", async () => {
    const { page } = phone;
    await phone.context.clearCookies();
    await page.reload();
    await read(page, "نشست شما پایان یافت");
    await look(page, "desk-over");
  });

  test("cookies blocked: the page says what to do, and Ramznama opens without them", async () => {
    const { page } = phone;
    await page.addInitScript("Object.defineProperty(navigator, 'cookieEnabled', { value: false })");
    await page.reload();
    await press(page, "لاگین متمرکز");
    await read(page, "این مرورگر کوکی نمی‌پذیرد");
    await look(page, "desk-cookies");
    await openRamznama(page);
    await waitForHeading(page, "تعریف رمز ورود به رمزنما");
  });
});
