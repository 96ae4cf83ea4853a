/** The vault of the mobile bank in a real Chromium: counted tries, erasure, several tabs, altered records. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import {
  addCardToken,
  definePassword,
  enterRamznama,
  entryPassword,
  openPhonePage,
  register,
  setUpRamznama,
  unlock,
} from "./browser-phone.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { people } from "./test-phone.ts";

let served: BrowserBank;
let profile: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
});
afterAll(() => served.stop());

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), "ramznama-profile-"));
  await open();
});
afterEach(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<void> {
  ({ context, page } = await openPhonePage(served.webUrl, { profile }));
}

async function makeVault(): Promise<void> {
  await enterRamznama(page);
  await definePassword(page);
  await page.getByLabel("کد ملی").waitFor();
}

const leftText = (left: number) => `${left} تلاش دیگر`;

async function tryWrong(on: Page, left: number): Promise<void> {
  await unlock(on, "not the password");
  await on.getByText(leftText(left)).waitFor();
}

/** Whatever the page's own stores hold, as one text: CryptoKeys appear as objects without content. */
function storedText(): Promise<string> {
  return page.evaluate<string>(`(async () => {
    ${openDatabase}
    const all = [{ ...localStorage }, { ...sessionStorage }];
    for (const name of Array.from(database.objectStoreNames)) {
      all.push(await settled(database.transaction(name).objectStore(name).getAll()));
    }
    database.close();
    return JSON.stringify(all);
  })()`);
}

// As text, because it runs in the page and not here.
const openDatabase = `
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await settled(indexedDB.open("ramznama"));`;

/** One character in the middle of nonce and ciphertext. */
const alterFirstRecord = `(async () => {
  ${openDatabase}
  const store = database.transaction("records", "readwrite").objectStore("records");
  const [key] = await settled(store.getAllKeys());
  const record = await settled(store.get(key));
  const place = Math.floor(record.sealed.length / 2);
  const letters = record.sealed.split("");
  letters[place] = letters[place] === "A" ? "B" : "A";
  await settled(store.put({ ...record, sealed: letters.join("") }, key));
  database.close();
})()`;

test("S7 a wrong entry password is counted over reloads, tabs and a restart of the browser, and the right one starts anew", async () => {
  await makeVault();
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await tryWrong(page, 9);
  await page.reload();
  await page.getByText(leftText(9)).waitFor();
  const other = await context.newPage();
  await other.goto(`${served.webUrl}/ramznama/cards`);
  await tryWrong(other, 8);
  await page.getByText(leftText(8)).waitFor();
  await context.close();
  await open();
  await enterRamznama(page);
  await tryWrong(page, 7);
  await unlock(page);
  await page.getByLabel("کد ملی").waitFor();
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.getByLabel("رمز ورود به رمزنما").waitFor();
  expect(await page.getByText("تلاش دیگر").count()).toBe(0);
});

test("S7 a try is recorded before the password is looked at: closing the tab in between does not give it back", async () => {
  await makeVault();
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.getByLabel("رمز ورود به رمزنما").fill("not the password");
  // The worker is started when the try is on record; the tab is gone before it has done its work.
  const worker = page.waitForEvent("worker");
  await page.getByRole("button", { name: "ورود", exact: true }).click();
  await worker;
  await page.close();
  page = await context.newPage();
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.getByText(leftText(9)).waitFor();
});

test("S28 the tenth wrong entry password erases the vault, says so, and leaves nothing sealed behind", async () => {
  await makeVault();
  await page.goto(`${served.webUrl}/ramznama/cards`);
  for (let left = 9; left >= 1; left -= 1) {
    await tryWrong(page, left);
    const late = await page.getByText("رمزنما از این دستگاه پاک می‌شود").count();
    expect(late > 0).toBe(left <= 3);
  }
  await unlock(page, "not the password");
  await page.getByText("ده بار نادرست").waitFor();
  await page.getByRole("heading", { name: "تعریف رمز ورود به رمزنما" }).waitFor();
  expect(await storedText()).not.toContain("sealed");
  expect(await storedText()).not.toContain("wrappedKey");
});

test("S28 whoever forgot the password writes a word, and the erased vault is told to the bank with its tokens", async () => {
  const { sara } = people;
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  const stored = await storedText();
  for (const secret of [sara.card, serial, sara.nationalId, sara.mobile, entryPassword]) {
    expect(stored).not.toContain(secret);
  }
  await page.getByRole("button", { name: "قفل کردن" }).click();
  await page.getByRole("button", { name: "رمز ورود را فراموش کرده‌ام" }).click();
  await page.getByRole("button", { name: "پاک کردن", exact: true }).click();
  await page.getByText("نوشته شد").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByLabel("برای ادامه بنویسید").fill("پاک‌ شود");
  const told = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "پاک کردن", exact: true }).click();
  await page.getByRole("heading", { name: "تعریف رمز ورود به رمزنما" }).waitFor();
  expect((await told).status()).toBe(204);
});

test("Two tabs: what one locks or erases, the other no longer shows", async () => {
  await makeVault();
  const other = await context.newPage();
  await other.goto(`${served.webUrl}/ramznama/cards`);
  await unlock(other);
  await other.getByLabel("کد ملی").waitFor();
  await page.goto(`${served.webUrl}/settings`);
  await page.getByRole("button", { name: "پاک کردن رمزنما" }).click();
  await page.getByLabel("برای ادامه بنویسید").fill("پاک شود");
  await page.getByRole("button", { name: "پاک کردن", exact: true }).click();
  await other.getByText("در صفحه دیگری از همین مرورگر پاک شد").waitFor();
  await other.getByRole("heading", { name: "تعریف رمز ورود به رمزنما" }).waitFor();
});

test("A sealed record that was altered is said to be damaged and never shown", async () => {
  await makeVault();
  await page.getByLabel("کد ملی").fill("127");
  await expect.poll(storedText).toContain('"kind":"draft"');
  await page.evaluate(alterFirstRecord);
  await page.reload();
  await unlock(page);
  await page.getByText("آسیب دیده است").waitFor();
  await page.getByRole("button", { name: "پاک کردن رمزنما" }).waitFor();
});

test("A browser without storage says what to do, in words", async () => {
  await context.addInitScript(`Object.defineProperty(globalThis, "indexedDB", {
    value: { open: () => { throw new DOMException("refused", "SecurityError"); } },
  });`);
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.getByText("اجازه ذخیره اطلاعات نمی‌دهد").waitFor();
});

test("A full storage is told in words, nothing is half made, and with room again it goes on", async () => {
  await enterRamznama(page);
  const devtools = await context.newCDPSession(page);
  const origin = new URL(served.webUrl).origin;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await definePassword(page);
  await page.getByText("حافظه دستگاه پر است").waitFor();
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await page.reload();
  await definePassword(page);
  await page.getByLabel("کد ملی").waitFor();
});

test("Ramznama locks itself when nobody has touched it for five minutes, and keeps what was typed", async () => {
  await page.clock.install();
  await makeVault();
  await page.getByLabel("کد ملی").fill("127");
  await page.clock.runFor(4 * 60_000);
  expect(await page.getByLabel("کد ملی").count()).toBe(1);
  await page.clock.runFor(70_000);
  await page.getByRole("button", { name: "ورود", exact: true }).waitFor();
  await unlock(page);
  await expect.poll(() => page.getByLabel("کد ملی").inputValue()).toBe("127");
});

test("S25 a device that the bank has ended is told so after the unlock, and can be registered again", async () => {
  const { reza } = people;
  await setUpRamznama(page, served.bank, reza);
  const atm = await openChannel(served.bank, "atm");
  const released = await atm.post("/bank/v1/device-releases", {
    cardNumber: reza.card,
    requestReference: randomUUID(),
  });
  expect(released.status).toBeLessThan(300);
  await page.reload();
  await unlock(page);
  await page.getByText("رمزهای آن پذیرفته نمی‌شود").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "ثبت این دستگاه" }).click();
  await page.getByLabel("کد ملی").waitFor();
  await register(page, served.bank, reza);
  await page.getByText("توکن ثبت شده‌ای برای شما یافت نشد").waitFor();
  expect(await page.getByText("رمزهای آن پذیرفته نمی‌شود").count()).toBe(0);
});
