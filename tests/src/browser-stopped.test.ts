/** A token that the bank has suspended, blocked or ended, on the phone of its owner: no code is refused without a word. */
import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage, withoutNetworkErrors } from "./browser.ts";
import { addCardToken, setUpRamznama, takeCode, unlock } from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { actOnToken, liftBlockByTwo, openDesk, type Desk } from "./desk.ts";
import { people } from "./test-phone.ts";
import { press, read } from "./walk-places.ts";

const { sara } = people;
const suspended = "به حالت تعلیق درآورده است";
const blocked = "رمزنمای شما مسدود است";
const ended = "این توکن در بانک پایان یافته است";
const getCode = `دریافت رمز ${sara.card}`;

let served: BrowserBank;
let atm: Channel;
let teller: Desk;
let supervisor: Desk;
let serial: string;
let context: BrowserContext;
let complaints: readonly string[];
let page: Page;

/** One phone through all of it. */
beforeAll(async () => {
  served = await startBrowserBank();
  atm = await openChannel(served.bank, "atm");
  teller = await openDesk(served.bank, "teller");
  supervisor = await openDesk(served.bank, "supervisor");
  ({ context, complaints } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(30_000);
  page = await openPage(context, served.webUrl);
  await setUpRamznama(page, served.bank, sara);
  ({ serial } = await issueCardToken(atm, sara.card));
  await addCardToken(page, served.bank, sara, serial);
});

afterAll(async () => {
  await context.close();
  await served.stop();
});

/** The list asks the bank whenever the network comes back. */
const reconnect = async (): Promise<void> => {
  await context.setOffline(true);
  await context.setOffline(false);
};

test("S15 a code of a suspended token is said to be refused while it is on the screen, and the row says so afterwards", async () => {
  await actOnToken(teller, serial, "suspension");
  await takeCode(page, sara.card);
  await page.getByRole("dialog").getByText(suspended).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await press(page, "بستن");
  await page.getByRole("article").getByText(suspended).waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test("S15 S18 the row says it without network after a new start, and nothing any more when a branch has lifted it", async () => {
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await context.setOffline(true);
  await page.reload();
  await unlock(page);
  await read(page, suspended);
  await supervisor.delete(`/staff/v1/tokens/${serial}/suspension`);
  await context.setOffline(false);
  await page.getByText(suspended).waitFor({ state: "detached" });
});

test("S15 what the owner has blocked is said in other words, with the document to bring", async () => {
  const body = { cardNumber: sara.card, requestReference: randomUUID() };
  await atm.post("/bank/v1/token-blocks", body);
  await reconnect();
  await read(page, blocked);
  await liftBlockByTwo(teller, supervisor, sara.customerId);
  await reconnect();
  await page.getByText(blocked).waitFor({ state: "detached" });
});

test("S15 S19 a token that the bank has ended offers no code but its deletion, which is the way to a new one", async () => {
  await actOnToken(teller, serial, "revocation");
  await page.getByRole("button", { name: getCode }).click();
  await page.getByRole("dialog").getByText(ended).waitFor();
  expect(await page.locator("dialog[open] .code").count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await press(page, "بستن");
  await page.getByRole("article").getByText(ended).waitFor();
  expect(await page.getByRole("button", { name: getCode }).count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await context.setOffline(true);
  await page.reload();
  await unlock(page);
  await read(page, ended);
  await context.setOffline(false);
  await press(page, `حذف توکن ${sara.card}`);
  await page.getByRole("button", { name: "حذف", exact: true }).click();
  const next = await issueCardToken(atm, sara.card);
  await addCardToken(page, served.bank, sara, next.serial);
  expect(await takeCode(page, sara.card)).toMatch(/^[0-9]{8}$/);
  expect(withoutNetworkErrors(complaints)).toEqual([]);
});
