/** A token at which strangers have guessed, on the phone of its owner: why it needs the internet, and that it works (R12). */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage, withoutNetworkErrors } from "./browser.ts";
import { addCardToken, readCode, setUpRamznama, takeCode, unlock } from "./browser-phone.ts";
import { outcomeOf } from "./card-guesses.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { saveGuesses, wholeYear } from "./failed-guesses.ts";
import { people } from "./test-phone.ts";

const { sara } = people;
const why = "برای این توکن چند بار رمز نادرست وارد شده است";
const told = "بانک از این رمز باخبر شد";
const untold = "بانک این رمز را تا وقتی به اینترنت وصل نشوید";

let served: BrowserBank;
let shop: Channel;
let serial: string;
let context: BrowserContext;
let complaints: readonly string[];
let page: Page;

/** One phone through all of it, as its owner goes through these weeks. */
beforeAll(async () => {
  served = await startBrowserBank();
  shop = await openChannel(served.bank, "shop");
  ({ context, complaints } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(30_000);
  page = await openPage(context, served.webUrl);
  await setUpRamznama(page, served.bank, sara);
  ({ serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card));
  await addCardToken(page, served.bank, sara, serial);
});

afterAll(async () => {
  await context.close();
  await served.stop();
});

afterEach(async () => {
  if (await page.locator("dialog[open]").isVisible()) {
    await page.getByRole("button", { name: "بستن" }).click();
  }
});

const isTokenList = (address: string): boolean => address.endsWith("/device/v1/tokens");

const pay = (code: string): Promise<string> => outcomeOf(shop, sara.card, code);

test("S15 while nobody guesses a code is shown as ever, and nothing is said about telling", async () => {
  const usual = await takeCode(page, sara.card);
  expect(await pay(usual)).toBe("accepted");
  expect(await page.getByText(told).count()).toBe(0);
});

test("R12 a phone that knows of nothing learns with the tap; the code on the screen is told and accepted", async () => {
  await saveGuesses(served.bank, serial, wholeYear);
  const learning = await takeCode(page, sara.card);
  await page.getByText(told).waitFor();
  expect(await pay(learning)).toBe("accepted");
  expect(await findViolations(page)).toEqual([]);
});

test("R12 the list says why the internet is needed for a while, after a restart too", async () => {
  await page.getByText(why).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.reload();
  await unlock(page);
  await page.getByText(why).waitFor();
});

test("R12 S18 without network the code is shown with the word that it is not good yet, and is as soon as there is one", async () => {
  await context.setOffline(true);
  const offline = await takeCode(page, sara.card);
  await page.getByText(untold).waitFor();
  expect(await pay(offline)).toBe("throttled");
  expect(await findViolations(page)).toEqual([]);
  await context.setOffline(false);
  await page.getByText(told).waitFor();
  expect(await readCode(page)).toBe(offline);
  expect(await pay(offline)).toBe("accepted");
});

test("R12 when the failures are a year old nothing more is said, and codes are good without telling", async () => {
  await saveGuesses(served.bank, serial, wholeYear - 1);
  // The phone hears of it with its next look at the bank, which the list does not wait for.
  const heard = page.waitForResponse((answer) => isTokenList(answer.url()) && answer.ok());
  await page.reload();
  await unlock(page);
  await heard;
  await page.getByText(why).waitFor({ state: "detached" });
  const again = await takeCode(page, sara.card);
  expect(await pay(again)).toBe("accepted");
  expect(await page.getByText(told).count()).toBe(0);
  expect(withoutNetworkErrors(complaints)).toEqual([]);
});
