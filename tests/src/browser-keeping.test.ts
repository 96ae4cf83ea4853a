/** What a browser grants the app: lasting storage, asked for and told (S7), and a place among the installed ones (S1, U3). */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { phoneText } from "@ramznama/persian";
import { findViolations } from "./browser-axe.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { definePassword, enterRamznama } from "./browser-phone.ts";
import { openBrowser, openPage } from "./browser.ts";
import { read } from "./walk-places.ts";

let served: BrowserBank;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  served = await startBrowserBank();
});
afterAll(() => served.stop());

beforeEach(async () => {
  ({ context } = await openBrowser(served.webUrl, { reducedMotion: true }));
  context.setDefaultTimeout(15_000);
});
afterEach(() => context.close());

/** Chromium without a screen always refuses, so its answer is played; it is asked for real. */
const answerWith = (isGranted: boolean): string => `{
  const key = "test.persisted";
  StorageManager.prototype.persist = () => {
    localStorage.setItem(key, String(${isGranted}));
    return Promise.resolve(${isGranted});
  };
  StorageManager.prototype.persisted = () => Promise.resolve(localStorage.getItem(key) === "true");
}`;

describe.each([
  [true, "storageKept", "storageNotKept"],
  [false, "storageNotKept", "storageKept"],
] as const)("S7 lasting storage, granted: %s", (isGranted, said, unsaid) => {
  test("is asked for with the entry password, and the answer is told on the next screen and in the settings", async () => {
    await context.addInitScript(answerWith(isGranted));
    page = await openPage(context, served.webUrl);
    const asked = (): Promise<unknown> => page.evaluate("localStorage.getItem('test.persisted')");
    await enterRamznama(page);
    await page.getByLabel("تکرار رمز ورود").waitFor();
    expect(await asked()).toBeNull();
    await definePassword(page);
    await read(page, phoneText(said, "fa"));
    expect(await asked()).toBe(String(isGranted));
    expect(await page.getByText(phoneText(unsaid, "fa")).count()).toBe(0);
    expect(await findViolations(page)).toEqual([]);
    await page.goto(`${served.webUrl}/settings`);
    await read(page, phoneText(said, "fa"));
    expect(await page.getByText(phoneText(unsaid, "fa")).count()).toBe(0);
  });
});

test("S7 a browser that knows nothing of lasting storage is no obstacle", async () => {
  await context.addInitScript("delete StorageManager.prototype.persist;");
  page = await openPage(context, served.webUrl);
  await enterRamznama(page);
  await definePassword(page);
  await read(page, phoneText("storageNotKept", "fa"));
});

interface Manifest {
  readonly short_name: string;
  readonly start_url: string;
  readonly display: string;
  readonly dir: string;
  readonly lang: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly type: string;
    readonly purpose?: string;
  }[];
}

test("S1 U3 the app can be installed: Chromium has nothing against it, and the icons are what the manifest says", async () => {
  page = await openPage(context, served.webUrl);
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  const devtools = await context.newCDPSession(page);
  const { errors, data, url } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  const manifest = JSON.parse(data ?? "null") as Manifest;
  expect(manifest).toMatchObject({ short_name: "همراه بانک", display: "standalone", dir: "rtl" });
  expect((await fetch(new URL(manifest.start_url, url))).status).toBe(200);
  const pictures = manifest.icons.filter(({ type }) => type === "image/png");
  for (const { src, sizes } of pictures) {
    const answer = await fetch(new URL(src, url));
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(sizeOf(Buffer.from(await answer.arrayBuffer()))).toBe(sizes);
  }
  expect(pictures.map(({ sizes }) => sizes)).toEqual(
    expect.arrayContaining(["192x192", "512x512"]),
  );
  expect(pictures.map(({ purpose }) => purpose)).toContain("maskable");
});

/** PNG's first chunk (ISO/IEC 15948, 11.2.2): width and height after signature, length and name. */
const sizeOf = (png: Buffer): string => {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
};
