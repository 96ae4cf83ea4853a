/** The walk's way out, in Chromium: a token deleted without network, and a forgotten entry password. The branch sees both. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupDigits } from "@ramznama/persian";
import { enterRamznama, unlock } from "./browser-phone.ts";
import { getReceiptAtAtm } from "./walk-atm.ts";
import { issueAtBranch, openAtBranch, signInAsTeller } from "./walk-branch.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import { maryam } from "./walk-people.ts";
import { enrolPhone, rowOf, typeNewAccountToken, typeNewCardToken } from "./walk-phone.ts";
import { press, read, waitForHeading } from "./walk-places.ts";
import { lookForViolations } from "./walk-scene.ts";
import { startWalkStreet, type WalkStreet } from "./walk-street.ts";

const faults: string[] = [];
const card = groupDigits(maryam.card);
const triesMax = 10;

let walk: WalkStreet;

beforeAll(async () => {
  walk = await startWalkStreet({ appearance: "dark", look: lookForViolations(faults) });
});

afterAll(() => walk.stop());

const addCardToken = async (): Promise<void> => {
  const { phone, street } = walk;
  const serial = await getReceiptAtAtm(street, maryam);
  const sms = await readSmsOnPage(street, maryam, "کد فعالسازی رمزنما برای کارت");
  await typeNewCardToken(phone, { card: maryam.card, serial, sms });
  await press(phone.page, "تایید");
  await rowOf(phone, card).waitFor();
};

const addAccountToken = async (): Promise<void> => {
  const { phone, street } = walk;
  const serial = await issueAtBranch(street, maryam);
  const sms = await readSmsOnPage(street, maryam, "کد فعالسازی رمزنما برای حساب/درگاه");
  await typeNewAccountToken(phone, { serial, sms });
  await press(phone.page, "تایید");
  await rowOf(phone, serial).waitFor();
};

/** Live tokens as a teller reads them, and how many have ended. */
const seenAtBranch = async (): Promise<{ live: readonly string[]; ended: number }> => {
  const { page } = walk.street;
  await openAtBranch(walk.street, maryam);
  const tokens = await page.getByRole("option").allInnerTexts();
  const live = tokens.filter((text) => !text.includes("پایان‌یافته"));
  return { live, ended: tokens.length - live.length };
};

describe("The walk's way out", () => {
  test("S19 a token deleted without network is gone from the phone at once, and ends at the bank with the next connection", async () => {
    const { phone, street } = walk;
    await signInAsTeller(street);
    await enrolPhone(walk, maryam);
    await addCardToken();
    await phone.setOffline(true);
    await press(phone.page, `حذف توکن ${maryam.card}`);
    await waitForHeading(phone.page, "حذف توکن");
    await read(phone.page, "رمزهای این توکن دیگر پذیرفته نمی‌شود");
    await phone.look("phone-delete");
    await phone.page.getByRole("button", { name: "حذف", exact: true }).click();
    await read(phone.page, "بانک با اولین اتصال به اینترنت باخبر می‌شود");
    await read(phone.page, "توکن ثبت شده‌ای برای شما یافت نشد");
    expect((await seenAtBranch()).live.join()).toContain("فعال");
    await phone.setOffline(false);
    await expect.poll(seenAtBranch).toEqual({ live: [], ended: 1 });
  });

  test("S28 ten wrong entry passwords erase Ramznama, nothing brings it back, and its token ends at the bank", async () => {
    const { page, look } = walk.phone;
    await addAccountToken();
    await press(page, "قفل کردن");
    for (let left = triesMax - 1; left >= 1; left -= 1) {
      await unlock(page, "not the password");
      await read(page, `${left} تلاش دیگر`);
      if (left === triesMax - 1 || left === 1) await look(`phone-unlock-${left}-left`);
    }
    await unlock(page, "not the password");
    await read(page, "ده بار نادرست");
    await waitForHeading(page, "تعریف رمز ورود به رمزنما");
    await look("phone-erased");
    await expect.poll(seenAtBranch).toEqual({ live: [], ended: 2 });
    await walk.phone.restart({ isOffline: false });
    await enterRamznama(walk.phone.page);
    await waitForHeading(walk.phone.page, "تعریف رمز ورود به رمزنما");
  });

  test("U2 U5 on every page of the way: nothing for axe, no error on the console, no foreign host", () => {
    expect(faults).toEqual([]);
    expect(walk.complaints()).toEqual([]);
  });
});
