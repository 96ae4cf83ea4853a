/** A token at which strangers have guessed, on the phone of its owner: why it needs the internet, and that it works (R12). */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
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

beforeAll(async () => {
  served = await startBrowserBank();
  shop = await openChannel(served.bank, "shop");
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context, complaints } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  page = await openPage(context, served.webUrl);
});
afterEach(() => context.close());

const pay = (code: string): Promise<string> => outcomeOf(shop, sara.card, code);

const close = (): Promise<void> => page.getByRole("button", { name: "بستن" }).click();

test("R12 S15 S18 a token that was guessed at: the list says why, online a code is told and accepted, offline that it is not", async () => {
  await setUpRamznama(page, served.bank, sara);
  ({ serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card));
  await addCardToken(page, served.bank, sara, serial);

  // As ever, and without a word about it, while nobody guesses.
  const usual = await takeCode(page, sara.card);
  expect(await page.getByText(told).count()).toBe(0);
  expect(await pay(usual)).toBe("accepted");
  await close();

  // The phone knows of nothing yet: it learns with the tap.
  await saveGuesses(served.bank, serial, wholeYear);
  const learning = await takeCode(page, sara.card);
  await page.getByText(told).waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(await pay(learning)).toBe("accepted");
  await close();
  await page.getByText(why).waitFor();
  expect(await findViolations(page)).toEqual([]);

  // Without network the code is there, with the word that it is not good yet; the same one is as soon as there is.
  await context.setOffline(true);
  const offline = await takeCode(page, sara.card);
  await page.getByText(untold).waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(await pay(offline)).toBe("throttled");
  await context.setOffline(false);
  await page.getByText(told).waitFor();
  expect(await readCode(page)).toBe(offline);
  expect(await pay(offline)).toBe("accepted");
  await close();

  // What the phone knows it knows after a restart too.
  await page.reload();
  await unlock(page);
  await page.getByText(why).waitFor();

  // The year is over: the phone hears of it, and nothing more is said.
  await saveGuesses(served.bank, serial, wholeYear - 1);
  await page.reload();
  await unlock(page);
  await page.getByText(why).waitFor({ state: "detached" });
  const again = await takeCode(page, sara.card);
  expect(await pay(again)).toBe("accepted");
  expect(await page.getByText(told).count()).toBe(0);
  expect(complaints).toEqual([]);
});
