/** The vault's connection to IndexedDB in a real Chromium: one that the browser closed is opened again. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import { definePassword, enterRamznama, unlock } from "./browser-phone.ts";

let served: BrowserBank;
let context: BrowserContext;
let page: Page;

/** Browsers close connections after a fault of the storage and after a long pause; here a script does. */
const keepConnections = `{
  const connections = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  };
  globalThis.closeConnections = () => connections.splice(0).forEach((one) => one.close());
}`;
/** How many drafts of forms are stored, over a connection of its own. */
const countDrafts = (): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve, reject) => {
    const opening = indexedDB.open("ramznama");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction("records").objectStore("records").index("kind").count("draft");
      counting.onerror = reject;
      counting.onsuccess = () => {
        database.close();
        resolve(counting.result);
      };
    };
  })`);
const closeConnections = () => page.evaluate("closeConnections()");

beforeAll(async () => {
  served = await startBrowserBank();
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  await context.addInitScript(keepConnections);
  page = await openPage(context, served.webUrl);
  await enterRamznama(page);
  await definePassword(page);
  await page.getByLabel("کد ملی").waitFor();
});
afterEach(() => context.close());

const erased = () => page.getByText("در صفحه دیگری از همین مرورگر پاک شد");

test("S7 a vault whose connection the browser closed opens, keeps what is typed, and is not said to be erased", async () => {
  await closeConnections();
  await page.getByLabel("کد ملی").fill("127");
  // Written a moment after it was typed; another page would come before it.
  await expect.poll(countDrafts).toBe(1);
  await page.goto(`${served.webUrl}/ramznama/cards`);
  await page.getByLabel("رمز ورود به رمزنما").waitFor();
  await closeConnections();
  await unlock(page);
  await expect.poll(() => page.getByLabel("کد ملی").inputValue()).toBe("127");
  expect(await erased().count()).toBe(0);
});

test("S28 a vault whose data the browser has cleared is said to be gone", async () => {
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.clearDataForOrigin", {
    origin: new URL(served.webUrl).origin,
    storageTypes: "indexeddb",
  });
  await page.getByLabel("کد ملی").fill("127");
  await erased().waitFor();
  await page.getByRole("heading", { name: "تعریف رمز ورود به رمزنما" }).waitFor();
});
