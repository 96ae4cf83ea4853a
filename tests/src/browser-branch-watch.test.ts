/** Officer and auditor at the console in Chromium: waits, bursts, charts, sessions, events and files. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBranchBank, withoutRefusals, type AtWork, type BranchBank } from "./branch-bank.ts";
import { openCustomer, searchFor } from "./branch-steps.ts";
import { findViolations } from "./browser-axe.ts";
import { openChannel } from "./channel.ts";
import { activateCard, createTestPhone, people, registerPhone } from "./test-phone.ts";
import { sara } from "./walk-people.ts";

let branch: BranchBank;
let officer: AtWork;
let auditor: AtWork;
let serial = "";
const faults: string[] = [];

beforeAll(async () => {
  branch = await startBranchBank();
  const { bank } = branch;
  const atm = await openChannel(bank, "atm");
  const shop = await openChannel(bank, "shop");
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const token = await activateCard(bank, atm, phone, people.sara);
  ({ serial } = token);
  const shown = await phone.code(token.id);
  const use = { purpose: "card-second-password", subject: people.sara.card } as const;
  if (shown.ok) await shop.verify({ ...use, code: shown.code, origin: "till-1" });
  for (let guess = 0; guess < 8; guess += 1) {
    await shop.verify({ ...use, code: `0000000${guess}`, origin: "till-7" });
  }
  // More events than one page of the list has; this card has no token.
  const without = { ...use, subject: people.reza.card, code: "00000000", origin: "till-9" };
  for (let tried = 0; tried < 50; tried += 1) await shop.verify(without);
  officer = await branch.enter("officer");
  auditor = await branch.enter("auditor");
});
afterAll(() => branch.stop());

const look = async (where: string, page: Page): Promise<void> => {
  for (const fault of await findViolations(page)) faults.push(`${where}: ${fault}`);
};

const grouped = (): string => serial.replaceAll(/(\d{4})(?=\d)/gu, "$1 ");

describe("The officer", () => {
  test("begins with who must wait, and goes from there to the token and why", async () => {
    const { page } = officer;
    const row = page.getByRole("row").filter({ hasText: grouped() });
    await row.getByText("628023******6831").waitFor();
    await look("throttles", page);
    await row.getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: sara.name }).waitFor();
    await page.getByText("به‌خاطر رمزهای نادرست پیاپی باید صبر کند").waitFor();
    await page.getByText("با این نقش فقط می‌بینید").waitFor();
    await look("customer of an officer", page);
  });

  test("sees bursts of refusals by card, channel, origin and branch", async () => {
    const { page } = officer;
    await page.getByRole("link", { name: "پایش" }).click();
    await page.getByRole("link", { name: "موج‌های رد" }).click();
    await page.getByRole("row").filter({ hasText: grouped() }).waitFor();
    await look("bursts", page);
    await page.getByLabel("کانال", { exact: true }).check();
    await page.getByRole("row").filter({ hasText: "پذیرنده" }).waitFor();
    await page.getByLabel("مبدا", { exact: true }).check();
    await page.getByRole("row").filter({ hasText: "till-7" }).waitFor();
    await page.getByLabel("شعبه", { exact: true }).check();
    await look("bursts by branch", page);
  });

  test("sees codes by the hour as a chart that a screen reader can tell, and as a table", async () => {
    const { page } = officer;
    await page.getByRole("link", { name: "رمزها در ساعت" }).click();
    await page.getByRole("img", { name: /1 پذیرفته/u }).waitFor();
    await page.getByText("همین اعداد در جدول").click();
    await look("codes", page);
    await page.getByLabel("یک هفته").check();
    await expect.poll(() => page.locator(".chart rect").count()).toBe(168 * 3);
  });

  test("ends a session of somebody else at once, and their page stands at the door", async () => {
    const teller = await branch.enter("teller");
    await openCustomer(teller.page, sara);
    const { page } = officer;
    await page.getByRole("link", { name: "نشست‌ها" }).click();
    await page.getByRole("row").filter({ hasText: "teller" }).getByRole("button").click();
    await look("end a session", page);
    await page.getByRole("dialog").getByRole("button", { name: "پایان دادن" }).click();
    await page.getByText("نشست پایان یافت").waitFor();
    await look("sessions", page);
    await searchFor(teller.page, sara.nationalId);
    await teller.page.getByText("نشست شما پایان یافت").waitFor();
  });
});

describe("The auditor", () => {
  const show = (page: Page): Promise<void> =>
    page.getByRole("button", { name: "نمایش", exact: true }).click();

  test("finds events by serial, type and Jalali days, and is told beside a field what is wrong in it", async () => {
    const { page } = auditor;
    await page.getByRole("heading", { level: 1, name: "رویدادهای ثبت‌شده" }).waitFor();
    await page.getByLabel("شماره سریال").fill("1234");
    await page.getByLabel("از تاریخ").fill("1405/13/01");
    await show(page);
    await page.getByText("شماره سریال ۱۲ رقم دارد").waitFor();
    await page.getByText("این روز در تقویم وجود ندارد").waitFor();
    await look("events, wrong", page);
    await page.getByLabel("از تاریخ").fill("");
    await page.getByLabel("شماره سریال").fill(serial);
    await page.getByLabel("نوع رویداد").selectOption({ label: "رمز رد شد" });
    await show(page);
    await expect.poll(() => page.locator("tbody tr").count()).toBeGreaterThan(4);
    expect(new Set(await page.locator("tbody td:nth-child(2) small").allInnerTexts())).toEqual(
      new Set(["code.refused"]),
    );
    await page.getByLabel("تا پایان").fill("1400/01/01");
    await show(page);
    await page.getByText("رویدادی با این مشخصات نیست").waitFor();
    await page.getByLabel("تا پایان").fill("");
    await show(page);
    await page.locator("tbody summary").first().click();
    await look("events", page);
  });

  test("reads on page by page, by key", async () => {
    const { page } = auditor;
    await page.getByRole("button", { name: "پاک کردن" }).click();
    await expect.poll(() => page.locator("tbody tr").count()).toBe(50);
    await page.getByRole("button", { name: "نمایش بیشتر" }).click();
    await expect.poll(() => page.locator("tbody tr").count()).toBeGreaterThan(50);
  });

  test.each([
    ["خروجی CSV", "csv"],
    ["خروجی JSON lines", "jsonl"],
  ])(
    "%s has the events that the filters show, and no card number in full",
    async (name, ending) => {
      const { page } = auditor;
      await page.getByLabel("شماره سریال").fill(serial);
      await show(page);
      const waiting = page.waitForEvent("download");
      await page.getByRole("button", { name }).click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe(`ramznama-events.${ending}`);
      const text = await readFile(await download.path(), "utf8");
      expect(text).toContain("code.refused");
      expect(text).toContain(serial);
      expect(text).not.toContain(people.sara.card);
      const lines = text.trim().split(/\r?\n/u);
      if (ending === "csv") expect(lines[0]).toContain("type");
      else
        expect(lines.map((line) => (JSON.parse(line) as { serial: string }).serial)).toContain(
          serial,
        );
    },
  );

  test("has no way into what is the desk's or the officer's", async () => {
    const { page } = auditor;
    for (const path of ["/desk", "/approvals", "/watch", "/sessions", "/customers/C1001"]) {
      await page.goto(`${branch.bank.internalUrl()}${path}`);
      await page.getByText("نقش شما این بخش را در بر نمی‌گیرد").waitFor();
    }
    await look("closed", page);
  });

  test("U2 U5 nothing for axe on any of these screens, no error on the console, no foreign host", () => {
    expect(faults).toEqual([]);
    expect(withoutRefusals([...officer.complaints, ...auditor.complaints])).toEqual([]);
  });
});
