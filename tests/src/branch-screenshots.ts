/** Every screen of the branch console with something on it, good and bad; and the pictures of the tellers' guide. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startBranchBank, type BranchBank } from "./branch-bank.ts";
import {
  chooseDocument,
  closeReceipt,
  issueAtConsole,
  openCustomer,
  receiptOf,
  recordIdentity,
  saveLinks,
  searchFor,
} from "./branch-steps.ts";
import type { BrowserOptions } from "./browser.ts";
import { openChannel } from "./channel.ts";
import { setCoreBanking } from "./core-banking.ts";
import { morePeople } from "./more-people.ts";
import type { StaffUser } from "./staff.ts";
import { activateCard, createTestPhone, people, registerPhone } from "./test-phone.ts";
import { reza, sara } from "./walk-people.ts";

export interface BranchShooting {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly width: number;
  readonly height: number;
  readonly appearance: "light" | "dark";
  /** Where the guide's pictures go; undefined: none are made. */
  readonly guideFolder?: string;
}

/** Those that the guide shows (docs/guide/teller.md), by the name of the screen. */
const guidePictures: readonly string[] = [
  ...["desk", "customer", "identity", "receipt", "links", "waiting", "why"],
  ...["requests", "decision", "throttles", "codes", "events"],
];

interface Studio {
  readonly branch: BranchBank;
  readonly enter: (user: StaffUser) => Promise<Page>;
  readonly shoot: (page: Page, name: string) => Promise<void>;
}

export const shootBranch = async (shooting: BranchShooting): Promise<void> => {
  const { databaseUrl } = shooting;
  const branch = await startBranchBank({ databaseUrl });
  const studio = openStudio(branch, shooting);
  try {
    await prepareFailures(branch);
    const teller = await shootTeller(studio);
    await shootWatch(studio);
    await shootSupervisor(studio, teller);
    await shootOddDays(studio, teller);
  } finally {
    await branch.stop();
  }
};

const openStudio = (branch: BranchBank, shooting: BranchShooting): Studio => {
  const { folder, width, height, appearance, guideFolder } = shooting;
  let taken = 0;
  const view: BrowserOptions = { width, height, appearance };
  return {
    branch,
    enter: async (user) => (await branch.enter(user, view)).page,
    shoot: async (page, name) => {
      taken += 1;
      const number = String(taken).padStart(2, "0");
      const path = join(folder, `branch-${number}-${name}-${width}-${appearance}.png`);
      await page.screenshot({ path });
      if (guideFolder === undefined || !guidePictures.includes(name)) return;
      await mkdir(guideFolder, { recursive: true });
      const guidePath = join(guideFolder, `branch-${name}.jpg`);
      await page.screenshot({ path: guidePath, type: "jpeg", quality: 80 });
    },
  };
};

/** Sara's card works, and strangers guess at it. */
const prepareFailures = async ({ bank }: BranchBank): Promise<void> => {
  const atm = await openChannel(bank, "atm");
  const shop = await openChannel(bank, "shop");
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const { id } = await activateCard(bank, atm, phone, people.sara);
  const shown = await phone.code(id);
  const use = { purpose: "card-second-password", subject: people.sara.card } as const;
  if (shown.ok) await shop.verify({ ...use, code: shown.code, origin: "till-1" });
  for (let guess = 0; guess < 9; guess += 1) {
    await shop.verify({ ...use, code: `0000000${guess}`, origin: "till-7" });
  }
};

const shootTeller = async ({ enter, shoot }: Studio): Promise<Page> => {
  const page = await enter("teller");
  await searchFor(page, "12725");
  await page.getByText("حساب دست‌کم ۶ رقم").waitFor();
  await shoot(page, "desk-wrong");
  await page.keyboard.press("Alt+s");
  await page.keyboard.type(reza.nationalId);
  await shoot(page, "desk");
  await searchFor(page, people.reza.jointAccount);
  await page.getByText("صاحب دارد").waitFor();
  await shoot(page, "desk-several");
  await openCustomer(page, reza);
  await page.getByText("هنوز رمزنمایی صادر نشده است").waitFor();
  await shoot(page, "customer-empty");
  await page.keyboard.press("Alt+i");
  await chooseDocument(page);
  await shoot(page, "identity");
  await page.keyboard.press("Escape");
  await recordIdentity(page);
  await page.keyboard.press("Alt+n");
  await shoot(page, "issue");
  await page.keyboard.press("Escape");
  await issueAtConsole(page);
  await shoot(page, "receipt");
  await page.getByLabel("۵۸ میلی‌متر").check();
  await shoot(page, "receipt-58");
  await page.getByLabel("۸۰ میلی‌متر").check();
  await receiptOf(page).screenshot();
  await closeReceipt(page);
  await page.keyboard.press("Alt+l");
  await page.getByLabel(`ورود به درگاه با ${reza.gatewayLogin}`).check();
  await page.getByLabel(`حساب ${people.reza.jointAccount}`).check();
  await shoot(page, "links");
  await page.keyboard.press("Escape");
  await saveLinks(page, {
    login: reza.gatewayLogin,
    accounts: [reza.account, people.reza.jointAccount],
  });
  await page.getByRole("region", { name: "اتصال حساب" }).waitFor();
  await page.getByText("به رمز حساب متصل نیست").waitFor();
  await shoot(page, "waiting");
  await openCustomer(page, sara);
  await page.getByText("به‌خاطر رمزهای نادرست پیاپی").waitFor();
  await shoot(page, "why");
  await recordIdentity(page);
  await shoot(page, "customer");
  await page.keyboard.press("Alt+t");
  await shoot(page, "suspend");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+g");
  await page.getByRole("dialog").getByRole("button", { name: "ثبت درخواست" }).click();
  await page.getByRole("region", { name: "آزادسازی دستگاه" }).waitFor();
  await shoot(page, "release-waiting");
  return page;
};

const shootSupervisor = async ({ enter, shoot }: Studio, teller: Page): Promise<void> => {
  const page = await enter("supervisor");
  await page.keyboard.press("Alt+r");
  await page.getByRole("article", { name: "اتصال حساب" }).waitFor();
  await shoot(page, "requests");
  const release = page.getByRole("article", { name: "آزادسازی دستگاه" });
  await release.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot(page, "decision");
  await page.getByRole("dialog").getByRole("button", { name: "تایید", exact: true }).click();
  await page.getByText("تایید و انجام شد").waitFor();
  await page.getByLabel("همه").check();
  await release.getByText("تایید شد").waitFor();
  await shoot(page, "requests-all");
  await teller.getByText("این رمزنما پایان یافته است").waitFor();
  await shoot(teller, "customer-released");
};

const shootOddDays = async ({ branch, shoot }: Studio, page: Page): Promise<void> => {
  await searchFor(page, morePeople.narges.nationalId);
  await page.getByText("تلفن همراهی در سامانه مرکزی ثبت نشده است").waitFor();
  await shoot(page, "no-mobile");
  await searchFor(page, morePeople.zahra.nationalId);
  await page.getByRole("heading", { level: 1, name: "زهرا قاسمی" }).waitFor();
  await page.keyboard.press("Alt+c");
  await page.getByLabel("چهار رقم آخر کارت").fill("8758");
  await shoot(page, "issue-card");
  await page.keyboard.press("Escape");
  await setCoreBanking(branch.bank, "down");
  await page.reload();
  await page.getByText("سامانه مرکزی بانک پاسخ نمی‌دهد").waitFor();
  await shoot(page, "core-bank-down");
  await setCoreBanking(branch.bank, "normal");
  await page.context().clearCookies();
  await page.reload();
  await page.getByRole("link", { name: "ورود با حساب سازمانی" }).waitFor();
  await shoot(page, "door");
};

const shootWatch = async ({ enter, shoot }: Studio): Promise<void> => {
  const page = await enter("officer");
  await page.getByRole("row").filter({ hasText: "628023******6831" }).waitFor();
  await shoot(page, "throttles");
  await page.getByRole("link", { name: "موج‌های رد" }).click();
  await page.getByLabel("مبدا", { exact: true }).check();
  await page.getByRole("row").filter({ hasText: "till-7" }).waitFor();
  await shoot(page, "bursts");
  await page.getByRole("link", { name: "رمزها در ساعت" }).click();
  await page.getByRole("img", { name: /پذیرفته/u }).waitFor();
  await shoot(page, "codes");
  await page.getByRole("link", { name: "نشست‌ها" }).click();
  await page.getByRole("row").filter({ hasText: "teller" }).waitFor();
  await shoot(page, "sessions");
  const auditor = await enter("auditor");
  await auditor.locator("tbody tr").first().waitFor();
  await shoot(auditor, "events");
  await auditor.getByRole("button", { name: "English" }).click();
  await shoot(auditor, "events-english");
};
