/** An activation that waits for the bank's answer, in a real Chromium: it says why, goes on by itself, and leaves nothing behind. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openPhonePage, setUpRamznama, typeCardToken } from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { readActivationCode } from "./sms.ts";
import { people } from "./test-phone.ts";

let served: BrowserBank;
let atm: Channel;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
  atm = await openChannel(served.bank, "atm");
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context, page } = await openPhonePage(served.webUrl));
  await page.clock.install();
});
afterEach(() => context.close());

/** A new token on a page whose request for it is answered "wait" until the route is taken away. */
const activateInVain = async (person: typeof people.sara | typeof people.reza): Promise<void> => {
  await setUpRamznama(page, served.bank, person);
  const { serial } = await issueCardToken(atm, person.card);
  const code = await readActivationCode(served.bank, person.mobile, person.card);
  await page.route("**/device/v1/activations", (route) =>
    route.fulfill({ status: 429, json: { code: "rate_limited", reference: "0123456789ab" } }),
  );
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await typeCardToken(page, { card: person.card, serial, code });
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("بانک هنوز پاسخ نداده است").waitFor();
};

const getCode = (card: string) => page.getByRole("button", { name: `دریافت رمز ${card}` });

const expectEmptyForm = async (): Promise<void> => {
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  for (const label of ["شماره کارت", "شماره سریال رمزنما", "کد فعالسازی"]) {
    expect(await page.getByLabel(label).inputValue()).toBe("");
  }
};

test("S11 S29 an activation that the bank puts off says why, goes on by itself after a pause, and leaves an empty form", async () => {
  const { sara } = people;
  await activateInVain(sara);
  await page.getByText("0123456789ab").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.unroute("**/device/v1/activations");
  await page.clock.runFor(25_000);
  await getCode(sara.card).waitFor();
  expect(await page.getByText("0123456789ab").count()).toBe(0);
  await expectEmptyForm();
});

test("S11 S19 it goes on when the page is seen again, and what was typed goes with a deleted one", async () => {
  const { reza } = people;
  await activateInVain(reza);
  const asked = page.waitForResponse("**/device/v1/activations");
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
  await asked;
  await page.unroute("**/device/v1/activations");
  await page.getByRole("button", { name: `حذف توکن ${reza.card}` }).click();
  await page.getByRole("button", { name: "حذف", exact: true }).click();
  await page.getByText("توکن ثبت شده‌ای برای شما یافت نشد").waitFor();
  await expectEmptyForm();
});

/** Whether what lies at the alert's corners is the alert itself: all of it is on the screen, and nothing covers it. */
const isAlertInSight = () =>
  page.evaluate<boolean>(`(() => {
    const note = document.querySelector("[role=alert]:not(:empty)");
    const { left, right, top, bottom } = note.getBoundingClientRect();
    return [[left + 20, top + 2], [right - 20, bottom - 2]].every(([x, y]) => note.contains(document.elementFromPoint(x, y)));
  })()`);

/** Sends the form, goes back to the list while the bank is asked, and lets the answer come there. */
const confirmAndLeave = async (): Promise<void> => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
  await page.route("**/device/v1/activations", async (route) => {
    await answered;
    await route.continue();
  });
  const asked = page.waitForRequest("**/device/v1/activations");
  await page.getByRole("button", { name: "تایید" }).click();
  await asked;
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.getByRole("tab", { name: "رمز دوم کارت" }).waitFor();
  answer(undefined);
};

test("S11 S13 U1 what stands in the way is told in sight on a small phone, and whoever leaves the form while the bank is asked stays where they went, and hears there what came of it", async () => {
  const { maryam } = people;
  await setUpRamznama(page, served.bank, maryam);
  const { serial } = await issueCardToken(atm, maryam.card);
  const code = await readActivationCode(served.bank, maryam.mobile, maryam.card);
  const wrongCode = code === "12345678" ? "12345679" : "12345678";
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await typeCardToken(page, { card: maryam.card, serial, code: wrongCode });
  await context.setOffline(true);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("alert").getByText("برای ثبت توکن اینترنت لازم است").waitFor();
  expect(await isAlertInSight()).toBe(true);
  await context.setOffline(false);
  await confirmAndLeave();
  await page.getByRole("alert").getByText("شماره سریال و کد فعالسازی با هم شناخته").waitFor();
  await page.unroute("**/device/v1/activations");
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("کد فعالسازی").fill(code);
  await confirmAndLeave();
  await page.getByText("توکن فعال شد.").waitFor();
  await getCode(maryam.card).waitFor();
  await expectEmptyForm();
});
