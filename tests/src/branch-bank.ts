/** The bank with its branch console built and served, and people of the branch before it in Chromium. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBranchConsole } from "@ramznama/branch/build";
import type { Page } from "playwright-core";
import { openBrowser, openPage, type BrowserOptions, type Watched } from "./browser.ts";
import type { StaffUser } from "./staff.ts";
import { startTestBank, type BankOptions, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

export interface BranchBank {
  readonly bank: TestBank;
  /** A browser of its own for a person who signs in at the door. */
  enter(user: StaffUser, options?: BrowserOptions): Promise<AtWork>;
  stop(): Promise<void>;
}

export interface AtWork extends Watched {
  readonly page: Page;
}

const patienceMilliseconds = 15_000;

export interface BuiltConsole {
  /** For the server: where the console is. */
  readonly settings: { readonly BRANCH_WEB_FOLDER: string };
  remove(): Promise<void>;
}

export const buildConsole = async (): Promise<BuiltConsole> => {
  const folder = await mkdtemp(join(tmpdir(), "ramznama-branch-"));
  const outDir = join(folder, "branch");
  await buildBranchConsole({ outDir });
  return {
    settings: { BRANCH_WEB_FOLDER: outDir },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

export const startBranchBank = async (options: BankOptions = {}): Promise<BranchBank> => {
  const built = await buildConsole();
  const settings = { ...options.settings, ...built.settings };
  const bank = await startTestBank({ clock: machineClock, ...options, settings });
  const open: AtWork[] = [];
  return {
    bank,
    enter: async (user, given) => {
      const atWork = await openConsolePage(bank, given);
      open.push(atWork);
      await signInAtDoor(atWork.page, user);
      return atWork;
    },
    stop: async () => {
      for (const { context } of open) await context.close();
      await bank.stop();
      await built.remove();
    },
  };
};

const openConsolePage = async (bank: TestBank, given: BrowserOptions = {}): Promise<AtWork> => {
  const desk = { width: 1280, height: 800, reducedMotion: true, ...given };
  // Signing in leads to the provider and back.
  const hosts = [bank.internalUrl(), bank.sandboxUrl];
  const { context, complaints } = await openBrowser(hosts, desk);
  context.setDefaultTimeout(patienceMilliseconds);
  const page = await openPage(context, `${bank.internalUrl()}/`);
  return { context, complaints, page };
};

export const signInAtDoor = async (page: Page, user: StaffUser): Promise<void> => {
  await page.getByRole("link", { name: "ورود با حساب سازمانی" }).click();
  const name = page.getByLabel("نام کاربری", { exact: true });
  await name.fill(user);
  await page.getByLabel("رمز عبور", { exact: true }).fill(`sandbox-${user}`);
  await page.getByRole("button", { name: "ورود" }).click();
  await page.getByRole("navigation", { name: "بخش‌های سامانه" }).waitFor();
};

/** What a browser writes down by itself when a door refuses: the door of the session before anybody has signed in. */
export const withoutRefusals = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((text) => !/Failed to load resource: .* status of 4[0-9]{2}/.test(text));
