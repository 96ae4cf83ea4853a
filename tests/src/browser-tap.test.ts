/** From the tap on «دریافت رمز» to the code, in a real Chromium whose storage keeps the customer waiting. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { addCardToken, openPhonePage, readCode, setUpRamznama } from "./browser-phone.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { people } from "./test-phone.ts";

let served: BrowserBank;
let context: BrowserContext;
let page: Page;
const { sara } = people;

beforeAll(async () => {
  served = await startBrowserBank();
  ({ context, page } = await openPhonePage(served.webUrl));
  await setUpRamznama(page, served.bank, sara);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await addCardToken(page, served.bank, sara, serial);
});
afterAll(async () => {
  await context.close();
  await served.stop();
});

const getCode = () => page.getByRole("button", { name: `دریافت رمز ${sara.card}` });

/** As another tab would that is taking a code just now. */
const holdCodeTurn = () =>
  page.evaluate(`new Promise((held) => {
    navigator.locks.request("ramznama code", () => new Promise((release) => {
      globalThis.releaseCodeTurn = release;
      held();
    }));
  })`);

const codesAskedFor = () =>
  page.evaluate(
    `navigator.locks.query().then(({ pending }) => pending.filter(({ name }) => name === "ramznama code").length)`,
  );

test("S15 S16 the digits of a code are there before the code is", async () => {
  await page.waitForFunction(
    `[...document.fonts].every((face) => !face.family.includes("Digits") || face.status === "loaded")`,
  );
  expect(
    await page.evaluate(`[...document.fonts].filter((f) => f.family.includes("Digits")).length`),
  ).toBe(3);
});

test("S15 a code that lets wait says so on its button, a second tap asks for no other, and the sheet comes with the code", async () => {
  await holdCodeTurn();
  await getCode().dblclick();
  await getCode().getByText("لطفاً کمی صبر کنید").waitFor();
  await page.getByRole("status").getByText("لطفاً کمی صبر کنید").waitFor();
  expect(await codesAskedFor()).toBe(1);
  // Nor does a sheet come over one that asks whether to delete.
  await page.getByRole("button", { name: `حذف توکن ${sara.card}` }).click();
  expect(await page.locator("dialog[open]").count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await page.evaluate("releaseCodeTurn()");
  expect(await readCode(page)).toMatch(/^[0-9]{8}$/);
  await page
    .getByRole("dialog")
    .getByText(/^رمز: /)
    .waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await getCode().getByText("دریافت رمز").waitFor();
});

test("S15 S18 a sheet that is closed while its next second is waited for takes none of them from the next tap", async () => {
  await page.clock.install();
  await getCode().click();
  await readCode(page);
  await page.keyboard.press("Escape");
  await page.clock.runFor(3_000);
  await page.clock.pauseAt(Date.now() + 60_000);
  await getCode().click();
  const first = await readCode(page);
  await page.keyboard.press("Escape");
  // In the same second: it would come by itself in the next one.
  await getCode().click();
  await page.locator("dialog[open]").waitFor();
  expect(await page.locator("dialog[open] .code").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.clock.runFor(1_000);
  await getCode().click();
  expect(await readCode(page)).not.toBe(first);
});
