/** The mobile bank's pages at twice the size of text on a small phone: everything is there, and nothing is cut off. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { addCardToken, openPhonePage, setUpRamznama, takeCode } from "./browser-phone.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { people } from "./test-phone.ts";

const { sara } = people;

let served: BrowserBank;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
  ({ context, page } = await openPhonePage(served.webUrl));
});
afterAll(async () => {
  await context.close();
  await served.stop();
});

const look = async (name: string): Promise<void> => {
  expect([name, await cutOff()]).toEqual([name, []]);
};

/** Whatever reaches over the left or right edge of the screen, by its class and text. */
const cutOff = (): Promise<readonly string[]> =>
  page.evaluate<string[]>(`(() => {
    const root = document.querySelector("dialog[open]") ?? document.getElementById("app");
    return Array.from(root.querySelectorAll("*")).filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const isHidden = element.closest(".hidden-text, svg") !== null;
      return width > 0 && !isHidden && (left < -0.5 || right > innerWidth + 0.5);
    }).map((element) => element.className + " " + element.textContent);
  })()`);

test("U2 at 200 % text the list, the code, the form, the deletion and the settings are whole on 360 px", async () => {
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await look("list");
  await takeCode(page, sara.card);
  await look("code");
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("button", { name: `حذف توکن ${sara.card}` }).click();
  await page.locator("dialog[open]").waitFor();
  await look("deletion");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("شماره کارت").waitFor();
  await look("form");
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await look("settings");
});
