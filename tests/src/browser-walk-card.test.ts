/** The walk with a card, in Chromium, by the words on the screens: ATM, SMS inbox, phone, shop. Each step builds on the last. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupDigits } from "@ramznama/persian";
import { enterRamznama, unlock } from "./browser-phone.ts";
import { getReceiptAtAtm } from "./walk-atm.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import { sara } from "./walk-people.ts";
import {
  closeSheet,
  copyCode,
  enrolPhone,
  rowOf,
  takeCodeOf,
  typeNewCardToken,
} from "./walk-phone.ts";
import { press, read, waitForHeading } from "./walk-places.ts";
import { lookForViolations } from "./walk-scene.ts";
import { payAtShop } from "./walk-shop.ts";
import { startWalkStreet, type WalkStreet } from "./walk-street.ts";

const faults: string[] = [];
const card = groupDigits(sara.card);
const otherSerial = "1234 5678 9015";
const otherCode = "12345678";

/** Addresses that the phone asked. */
const sent: string[] = [];

let walk: WalkStreet;
let serial = "";
let sms = "";
let code = "";

beforeAll(async () => {
  walk = await startWalkStreet({ look: lookForViolations(faults) });
  walk.phone.page.on("request", (request) => sent.push(new URL(request.url()).pathname));
});

afterAll(() => walk.stop());

/** What the ring says first, however late the test looks: the page itself writes it down. */
const firstWordOfRing = `new Promise((resolve) => {
  const watch = new MutationObserver(() => {
    const label = document.querySelector("[role=timer]")?.getAttribute("aria-label");
    if (label != null) resolve(label);
  });
  watch.observe(document.body, { childList: true, subtree: true });
})`;

describe("The walk with a card", () => {
  test("S3 S4 S27 the ATM offers card tokens only and prints the serial; the code comes by SMS to the number in the bank", async () => {
    serial = await getReceiptAtAtm(walk.street, sara);
    sms = await readSmsOnPage(walk.street, sara, "کد فعالسازی رمزنما");
    expect(sms).toMatch(/[0-9]{8}/u);
    expect(sms).not.toContain(serial);
  });

  test("S6 S7 S9 «رمزنما» at the bottom of the desk opens without login, asks for an entry password, and is empty", async () => {
    const { page } = walk.phone;
    const bottom = await page.getByRole("button", { name: "رمزنما" }).boundingBox();
    expect(bottom?.y).toBeGreaterThan(640 / 2);
    await enrolPhone(walk, sara);
  });

  test("S10 S11 S12 S13 a new card token needs the internet, keeps what was typed without it, and then stands in the list", async () => {
    const { phone } = walk;
    await typeNewCardToken(phone, { card: sara.card, serial, sms });
    await phone.setOffline(true);
    await press(phone.page, "تایید");
    await read(phone.page, "برای ثبت توکن اینترنت لازم است");
    await phone.look("phone-new-card-token-offline");
    await phone.setOffline(false);
    await press(phone.page, "تایید");
    await rowOf(phone, card).waitFor();
    await phone.look("phone-list");
    expect(sent).toContain("/device/v1/activations");
  });

  test("S14 a card that is already in the list is refused before anything is sent", async () => {
    const { phone } = walk;
    sent.length = 0;
    await typeNewCardToken(phone, { card: sara.card, serial: otherSerial, sms: otherCode });
    await press(phone.page, "تایید");
    await read(phone.page, "ابتدا توکن قبلی آن را حذف کنید");
    await phone.look("phone-new-card-token-listed");
    expect(sent).toEqual([]);
    await press(phone.page, "بازگشت");
  });

  test("S15 S16 S17 S18 without network one tap shows a password, its ring starts at 121, and the copy has Latin digits", async () => {
    const { phone } = walk;
    await phone.setOffline(true);
    const ring = phone.page.evaluate<string>(firstWordOfRing);
    code = await takeCodeOf(phone, card);
    expect(await ring).toBe("121 ثانیه اعتبار");
    await phone.look("phone-code");
    expect(await copyCode(phone)).toBe(code);
    expect(code).toMatch(/^[0-9]{8}$/u);
    await phone.look("phone-code-copied");
    await closeSheet(phone);
  });

  test("S16 S24 the shop accepts it once: not again, not after a restart of the server, and not a wrong one", async () => {
    expect(await payAtShop(walk.street, sara, code)).toContain("پرداخت انجام شد");
    expect(await payAtShop(walk.street, sara, code)).toContain("رمز پذیرفته نشد");
    await walk.bank.restartServer();
    expect(await payAtShop(walk.street, sara, code)).toContain("رمز پذیرفته نشد");
    const wrong = code.replace(/.$/u, (digit) => String((Number(digit) + 1) % 10));
    expect(await payAtShop(walk.street, sara, wrong)).toContain("رمز پذیرفته نشد");
  });

  test("S7 S18 a browser started without network unlocks by the entry password and gives a password that the shop accepts", async () => {
    const { phone } = walk;
    await phone.restart({ isOffline: true });
    await enterRamznama(phone.page);
    await waitForHeading(phone.page, "ورود به رمزنما");
    await phone.look("phone-unlock");
    await unlock(phone.page);
    const next = await takeCodeOf(phone, card);
    expect(next).not.toBe(code);
    expect(await payAtShop(walk.street, sara, next)).toContain("پرداخت انجام شد");
  });

  test("U2 U5 on every page of the way: nothing for axe, no error on the console, no foreign host", () => {
    expect(faults).toEqual([]);
    expect(walk.complaints()).toEqual([]);
  });
});
