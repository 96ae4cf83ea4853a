/** The three modes in which the mobile bank is open (S22, S23), and a browser that is in one of them. */
import type { BrowserContext, Page } from "playwright-core";
import { enterRamznama } from "./browser-phone.ts";
import { openBrowser, openPage, type BrowserOptions } from "./browser.ts";
import type { TestBank } from "./test-bank.ts";
import { fill, press, waitForHeading } from "./walk-places.ts";

export const modes = ["without login", "centrally signed in", "non-centrally signed in"] as const;
export type Mode = (typeof modes)[number];

export interface ModePhone {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about; being sent to the bank's provider is no complaint. */
  complaints(): readonly string[];
  setOffline(isOffline: boolean): Promise<void>;
}

/** @param script put into every page before its own: the fake host of the app */
export const openModePhone = async (
  bank: TestBank,
  options: BrowserOptions = {},
  prepare: (context: BrowserContext) => Promise<void> = () => Promise.resolve(),
): Promise<ModePhone> => {
  const { context, complaints } = await openBrowser(bank.publicUrl(), {
    reducedMotion: true,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  await prepare(context);
  const page = await openPage(context, bank.publicUrl());
  const provider = new URL(bank.sandboxUrl).host;
  return {
    page,
    context,
    complaints: () =>
      complaints.filter(
        (text) => text !== `host: ${provider}` && !text.includes("ERR_INTERNET_DISCONNECTED"),
      ),
    setOffline: (isOffline) => context.setOffline(isOffline),
  };
};

/** From the desk through the provider's pages to the home page. */
export const signInCentrally = async (page: Page, login: string, code?: string): Promise<void> => {
  await press(page, "لاگین متمرکز");
  await page.getByLabel("رمز عبور").waitFor();
  await fill(page, "نام کاربری", login);
  await fill(page, "رمز عبور", `sandbox-${login}`);
  await page.getByRole("button", { name: "ورود", exact: true }).click();
  if (code !== undefined) {
    await page.getByLabel("رمز از رمزنما").fill(code);
    await page.getByRole("button", { name: "ورود", exact: true }).click();
  }
  await waitForHeading(page, "خانه");
};

export const signInWithCode = async (page: Page, login: string, code: string): Promise<void> => {
  await fill(page, "نام کاربری", login);
  await page.getByLabel("رمز پویا").fill(code);
  await page.getByRole("button", { name: "ورود", exact: true }).click();
  await waitForHeading(page, "خانه");
};

/** The one section, from wherever this mode stands. */
export const openRamznama = async (page: Page): Promise<void> => {
  await enterRamznama(page);
};
