/** «اسکن با دوربین» (S10) in a real Chromium whose camera plays a film: read, compared, corrected, used; or explained. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { enterRamznama, setUpRamznama, unlock } from "./browser-phone.ts";
import { openBrowser, openPage, withoutNetworkErrors, type BrowserOptions } from "./browser.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { readActivationCode } from "./sms.ts";
import { people } from "./test-phone.ts";

const { sara } = people;
const filmOf = (name: string): string =>
  fileURLToPath(new URL(`../../packages/card-reader/frames/films/${name}.mjpeg`, import.meta.url));
/** Sara's card, embossed; a card of another bank; the backs of things, with long numbers that are no card's. */
const films = {
  own: filmOf("sara"),
  other: filmOf("other-bank"),
  none: filmOf("no-card"),
} as const;

let served: BrowserBank;
let profile: string;
let context: BrowserContext;
let complaints: readonly string[];
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
  profile = await mkdtemp(join(tmpdir(), "ramznama-scan-"));
  await open({});
  await setUpRamznama(page, served.bank, sara);
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await context.close();
});
afterAll(async () => {
  await served.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
afterEach(() => context.close());

async function open(options: BrowserOptions): Promise<void> {
  const given = { reducedMotion: true, profile, ...options };
  ({ context, complaints } = await openBrowser(served.webUrl, given));
  context.setDefaultTimeout(20_000);
  page = await openPage(context, served.webUrl);
}

async function openForm(options: BrowserOptions): Promise<void> {
  await open(options);
  await enterRamznama(page);
  // What an open Ramznama asks the bank ends with its tokens; a scan must not be taken for the one who asked.
  const synchronised = page.waitForResponse(
    (response) => response.url().endsWith("/device/v1/tokens") && response.status() === 200,
  );
  await unlock(page);
  await synchronised;
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
}

const scan = (): Promise<void> => page.getByRole("button", { name: "اسکن با دوربین" }).click();
const cardField = () => page.getByLabel("شماره کارت").first();
const isCameraOn = (): Promise<boolean> =>
  page.evaluate(
    "globalThis.cameraStreams.some((stream) => stream.getTracks().some((track) => track.readyState === 'live'))",
  );

/** Keeps every stream that the page is given, to see whether it is given back. */
async function watchCamera(): Promise<void> {
  await page.evaluate(`
    globalThis.cameraStreams = [];
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await real(wanted);
      globalThis.cameraStreams.push(stream);
      return stream;
    };
  `);
}

test("S10 the card is scanned without network, compared, corrected, used and activated; one camera request, given back; U2 U5", async () => {
  await openForm({ film: films.own });
  await watchCamera();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await context.setOffline(true);
  await scan();
  await page.getByText("شماره کارت خوانده شد").waitFor();
  const dialog = page.getByRole("dialog", { name: "اسکن کارت" });
  const field = dialog.getByLabel("شماره کارت");
  expect((await field.inputValue()).replaceAll(" ", "")).toBe(sara.card);
  expect(await field.inputValue()).toMatch(/^[0-9]{4}( [0-9]{4}){3}$/);
  expect(await dialog.getByRole("status").innerText()).toContain(Array.from(sara.card).join(" "));
  expect(await findViolations(page)).toEqual([]);
  // What is read can be corrected; a number that cannot be right is not taken over.
  await field.fill(`${sara.card.slice(0, 15)}${(Number(sara.card[15]) + 1) % 10}`);
  await dialog.getByRole("button", { name: "استفاده از این شماره" }).click();
  await dialog.getByText("این شماره کارت درست نیست").waitFor();
  await dialog.getByRole("button", { name: "اسکن دوباره" }).click();
  await page.getByText("شماره کارت خوانده شد").waitFor();
  expect(await isCameraOn()).toBe(true);
  await expect
    .poll(() => page.evaluate("document.activeElement.textContent"))
    .toBe("شماره کارت خوانده شد");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await expect
    .poll(async () => (await cardField().inputValue()).replaceAll(" ", ""))
    .toBe(sara.card);
  expect(await page.evaluate("globalThis.cameraStreams.length")).toBe(1);
  await expect.poll(isCameraOn).toBe(false);
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("serial");
  // Parts of the app out of the cache, and nothing else: no picture went anywhere.
  expect(asked.filter((line) => !/^GET .*\/assets\//.test(line))).toEqual([]);
  await context.setOffline(false);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), sara.card);
  await page.getByLabel("شماره سریال رمزنما").fill(serial);
  await page
    .getByLabel("کد فعالسازی")
    .fill(await readActivationCode(served.bank, sara.mobile, sara.card));
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("button", { name: `دریافت رمز ${sara.card}` }).waitFor();
  expect(withoutNetworkErrors(complaints)).toEqual([]);
});

test("S10 a card of another bank is told to be one and not taken over, and «ورود دستی» leads to the field", async () => {
  await openForm({ film: films.other });
  await watchCamera();
  await scan();
  const dialog = page.getByRole("dialog", { name: "اسکن کارت" });
  await dialog.getByText("این کارت از بانک دیگری است").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "استفاده از این شماره" }).click();
  await dialog.getByRole("button", { name: "ورود دستی" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await cardField().inputValue()).toBe("");
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("cardNumber");
  await expect.poll(isCameraOn).toBe(false);
  expect(complaints).toEqual([]);
});

test("S10 while no card is there the camera says what to do, typing is one tap away, and Escape gives the camera back", async () => {
  await openForm({ film: films.none });
  await watchCamera();
  await scan();
  await page.getByText("روی کارت را درون قاب نگه دارید").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByText("هنوز خوانده نشد").waitFor();
  await page.getByRole("button", { name: "ورود دستی" }).waitFor();
  expect(await isCameraOn()).toBe(true);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(isCameraOn).toBe(false);
  expect(complaints).toEqual([]);
});

test.each([
  ["NotAllowedError", "اجازه استفاده از دوربین داده نشده است", true],
  ["NotReadableError", "شاید برنامه دیگری از آن استفاده می‌کند", true],
  ["NotFoundError", "روی این دستگاه دوربینی پیدا نشد", false],
] as const)(
  "S10 a camera that answers %s is explained, with the next step and the way to type",
  async (name, words, canRetry) => {
    await openForm({});
    // What phones answer and a machine without a camera cannot be made to.
    await page.evaluate(
      `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "${name}"))`,
    );
    await scan();
    await page.getByText(words).waitFor();
    expect(await page.getByRole("button", { name: "تلاش دوباره" }).count()).toBe(canRetry ? 1 : 0);
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "ورود دستی" }).click();
    await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("cardNumber");
    expect(complaints).toEqual([]);
  },
);

test("S10 a real refusal and a machine without a camera are explained too", async () => {
  await openForm({ film: films.own, cameraAllowed: false });
  await scan();
  await page.getByText("اجازه استفاده از دوربین داده نشده است").waitFor();
  await context.close();
  await openForm({});
  await scan();
  await page.getByText("روی این دستگاه دوربینی پیدا نشد").waitFor();
});
