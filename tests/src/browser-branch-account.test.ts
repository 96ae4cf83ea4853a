/** S3–S5 at the branch console in Chromium, with teller and supervisor; each step builds on the last. */
import { toPersianDigits } from "@ramznama/persian";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBranchBank, withoutRefusals, type AtWork, type BranchBank } from "./branch-bank.ts";
import {
  chooseDocument,
  chooseToken,
  closeReceipt,
  decide,
  issueAtConsole,
  openCustomer,
  readSerialOfReceipt,
  receiptOf,
  recordIdentity,
  saveLinks,
  searchFor,
} from "./branch-steps.ts";
import { findViolations } from "./browser-axe.ts";
import { openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents } from "./desk.ts";
import { printReceipt } from "./printed-receipt.ts";
import { readActivationCode } from "./sms.ts";
import { createTestPhone, people, registerPhone } from "./test-phone.ts";
import { reza, sara } from "./walk-people.ts";

let branch: BranchBank;
let teller: AtWork;
let supervisor: AtWork;
let page: Page;
let serial = "";
const faults: string[] = [];

beforeAll(async () => {
  branch = await startBranchBank();
  teller = await branch.enter("teller");
  ({ page } = teller);
  supervisor = await branch.enter("supervisor", { width: 1024, height: 768 });
});
afterAll(() => branch.stop());

const look = async (where: string, on: Page = page): Promise<void> => {
  for (const fault of await findViolations(on)) faults.push(`${where}: ${fault}`);
};

/** No two codes are shown in one second, and the phone runs by the machine's clock here. */
const takeNextCode = async (phone: ReturnType<typeof createTestPhone>, id: string) => {
  let code = "";
  const show = async (): Promise<string> => {
    const shown = await phone.code(id);
    if (shown.ok) ({ code } = shown);
    return code;
  };
  await expect.poll(show).not.toBe("");
  return code;
};

const tokensOf = async (customerId: string): Promise<number> => {
  const desk = await openDesk(branch.bank, "supervisor");
  const path = `/staff/v1/tokens?customerId=${customerId}`;
  return (await desk.get<{ tokens: unknown[] }>(path)).body.tokens.length;
};

describe("The branch console", () => {
  test("the caret is in the search at the start, and a wrong number says what is wrong beside the field", async () => {
    await page.locator("#number:focus").waitFor();
    await look("desk");
    await searchFor(page, "1272554954");
    await page.getByText("این کد ملی درست نیست").waitFor();
    await searchFor(page, "6037991234567893");
    await page.getByText("این شماره از کارت‌های این بانک نیست").waitFor();
    await searchFor(page, "1111111111111");
    await page.getByText("مشتری‌ای با این شماره پیدا نشد").waitFor();
    await look("desk, nobody");
  });

  test.each([
    ["national id", toPersianDigits(sara.nationalId)],
    ["card", sara.card.replaceAll(/(....)(?=.)/gu, "$1 ")],
    ["account", sara.account],
    ["mobile", "+98 912 000 1001"],
  ])(
    "finds a customer by %s in the one field, and shows the mobile number masked",
    async (_, typed) => {
      await searchFor(page, typed);
      await page.getByRole("heading", { level: 1, name: sara.name }).waitFor();
      const person = page.getByRole("complementary");
      await person.getByText("0912***1001").waitFor();
      expect(await page.content()).not.toContain(sara.mobile);
    },
  );

  test("of a joint account's holders one is chosen, and another kind of number than it looks like too", async () => {
    await searchFor(page, people.reza.jointAccount);
    await page.getByText("این شماره 2 صاحب دارد").waitFor();
    await look("desk, several");
    await page.getByRole("button", { name: "مریم حسینی" }).click();
    await page.getByRole("heading", { level: 1, name: "مریم حسینی" }).waitFor();
    await page.keyboard.press("Alt+s");
    await page.getByLabel("کد ملی، شماره کارت، شماره حساب یا تلفن همراه").fill(sara.nationalId);
    await page.getByLabel("شماره حساب", { exact: true }).check();
    await page.getByRole("button", { name: "جستجو" }).click();
    await page.getByText("مشتری‌ای با این شماره پیدا نشد").waitFor();
  });

  test("S27 nothing is recorded before a document is chosen; then the check holds, with the teller's name and branch on it", async () => {
    await openCustomer(page, sara);
    await look("customer");
    await page.keyboard.press("Alt+i");
    await page.getByRole("button", { name: "مدرک را دیدم" }).click();
    await page.getByText("مدرکی را که دیده‌اید انتخاب کنید").waitFor();
    await look("identity");
    await page.keyboard.press("Escape");
    await recordIdentity(page);
    const auditor = await openDesk(branch.bank, "auditor");
    const [event] = await readEvents(auditor, "type=identity.checked");
    expect(event).toMatchObject({ actor: "teller", branch: "1201", customerId: sara.customerId });
  });

  test("S3 S4 a double click on issue makes one token; the receipt has its serial and no activation code", async () => {
    await page.keyboard.press("Alt+n");
    await look("issue");
    await page.getByRole("button", { name: "صدور و نمایش رسید" }).dblclick();
    await receiptOf(page).waitFor();
    serial = await readSerialOfReceipt(page);
    expect(await tokensOf(sara.customerId)).toBe(1);
    const code = await readActivationCode(branch.bank, sara.mobile);
    expect((await receiptOf(page).innerText()).replaceAll(" ", "")).not.toContain(code);
    await look("receipt");
    await page.locator("button:focus", { hasText: "چاپ رسید" }).waitFor();
  });

  test.each([80, 58] as const)(
    "the receipt fits one strip of %i mm paper, with everything on it readable",
    async (paper) => {
      await page.getByLabel(paper === 80 ? "۸۰ میلی‌متر" : "۵۸ میلی‌متر").check();
      await expect.poll(() => page.locator(`.receipt-${paper}`).count()).toBe(1);
      const size = "document.adoptedStyleSheets.at(-1).cssRules[0].cssText";
      await expect.poll(() => page.evaluate(size)).toContain(`${paper}mm `);
      const printed = await printReceipt(page);
      expect(printed.pages).toBe(1);
      expect(printed.widthMillimetres).toBeCloseTo(paper, 0);
      expect(printed.heightMillimetres).toBeGreaterThan(70);
      expect(printed.heightMillimetres).toBeLessThan(160);
      const numbers = printed.text.replaceAll(/[^0-9*/:\n ]/g, "");
      expect(numbers.replaceAll(" ", "")).toContain(serial);
      // From the first line to the last, nothing is cut away.
      for (const words of ["1201", "0912***1001"]) expect(printed.text).toContain(words);
      const strip = "document.querySelector('.receipt')";
      const overflow = await page.evaluate(`${strip}.scrollWidth - ${strip}.clientWidth`);
      expect(overflow).toBe(0);
      expect(printed.text).not.toContain("Alt");
    },
  );

  test("a reload with the receipt on the screen shows it again, and a reprint has the same serial and makes no token", async () => {
    await page.getByLabel("۸۰ میلی‌متر").check();
    await page.reload();
    await receiptOf(page).waitFor();
    expect(await readSerialOfReceipt(page)).toBe(serial);
    await closeReceipt(page);
    await page.keyboard.press("Alt+p");
    await look("reprint");
    await page.getByRole("button", { name: "نمایش رسید" }).click();
    await receiptOf(page).getByText("چاپ دوباره").waitFor();
    expect(await readSerialOfReceipt(page)).toBe(serial);
    expect(await tokensOf(sara.customerId)).toBe(1);
    await closeReceipt(page);
  });

  test("S5 the login is linked at once, the account waits for a second person; the teller sees it wait and cannot decide it", async () => {
    await page.getByRole("heading", { name: "چرا کار نمی‌کند؟" }).waitFor();
    await page.getByText("هنوز روی گوشی فعال نشده است").waitFor();
    await page.keyboard.press("Alt+l");
    await look("links");
    await page.keyboard.press("Escape");
    await saveLinks(page, { login: sara.gatewayLogin, accounts: [sara.account] });
    await page.getByText("اتصال حساب در انتظار تایید همکار دوم است").waitFor();
    const pending = page.getByRole("region", { name: "اتصال حساب" });
    await pending.getByText("در انتظار همکار دوم").waitFor();
    await expect.poll(() => page.locator(".links").innerText()).toContain("رمز ورود به درگاه");
    await look("customer, waiting");
    await page.keyboard.press("Alt+r");
    const own = page.getByRole("article", { name: "اتصال حساب" });
    await own.getByRole("button", { name: "پس گرفتن" }).waitFor();
    expect(await own.getByRole("button", { name: "تایید" }).count()).toBe(0);
    await look("requests of a teller");
  });

  test("S5 the supervisor is told by the badge, reads what will happen, and approves; the teller's screen follows by itself", async () => {
    await openCustomer(page, sara);
    const other = supervisor.page;
    await other.getByRole("link", { name: /درخواست‌ها.*1 در انتظار/u }).waitFor();
    await other.keyboard.press("Alt+r");
    await look("requests of a supervisor", other);
    await other
      .getByRole("article", { name: "اتصال حساب" })
      .getByRole("button", { name: "تایید" })
      .click();
    await other.getByRole("dialog").getByText("صاحبان حساب باخبر می‌شوند").waitFor();
    await look("decision", other);
    await other.getByRole("dialog").getByRole("button", { name: "تایید", exact: true }).click();
    await other.getByText("تایید و انجام شد").waitFor();
    await page.getByRole("region", { name: "اتصال حساب" }).waitFor({ state: "detached" });
    await expect.poll(() => page.locator(".links").innerText()).toContain("رمز حساب");
  });

  test("S4 S20 S5 the phone activates it, and its codes open the gateway and the account, each once", async () => {
    const { bank } = branch;
    const phone = createTestPhone(bank);
    await registerPhone(bank, phone, sara);
    const code = await readActivationCode(bank, sara.mobile);
    const activated = await phone.activate({ kind: "account-gateway", serial, code });
    if (!activated.ok) throw new Error("not activated");
    const channel: Channel = await openChannel(bank, "internet-bank");
    for (const [purpose, subject] of [
      ["gateway-login", sara.gatewayLogin],
      ["account-password", sara.account],
    ] as const) {
      const use = { purpose, subject, code: await takeNextCode(phone, activated.id) };
      expect((await channel.verify(use)).body).toMatchObject({ outcome: "accepted" });
      expect((await channel.verify(use)).body).toMatchObject({ outcome: "rejected" });
    }
    await page.reload();
    await page.getByText("همان رمز دو بار وارد شده است").waitFor();
    await page.getByText("رمز رد شد").first().waitFor();
    await look("customer, active");
  });

  test("the branch suspends a token and lets it work again, in words before and after", async () => {
    await page.keyboard.press("Alt+t");
    await page.getByText("تا رفع تعلیق پذیرفته نمی‌شود").waitFor();
    await look("suspend");
    await page.getByRole("dialog").getByRole("button", { name: "تعلیق" }).click();
    await page.getByText("شعبه این رمزنما را معلق کرده است").waitFor();
    await page.keyboard.press("Alt+t");
    await page.getByRole("dialog").getByRole("button", { name: "رفع تعلیق" }).click();
    await page.getByText("شعبه این رمزنما را معلق کرده است").waitFor({ state: "detached" });
  });

  test("S25 a lost device is released when a second person approves, its tokens end, and a new one may register", async () => {
    await page.keyboard.press("Alt+g");
    await look("release");
    await page.getByRole("dialog").getByRole("button", { name: "ثبت درخواست" }).click();
    await page.getByRole("region", { name: "آزادسازی دستگاه" }).waitFor();
    await decide(supervisor.page, "آزادسازی دستگاه", "تایید");
    await expect.poll(() => page.getByText("دستگاهی ثبت نکرده است").count()).toBe(1);
    await chooseToken(page, serial);
    await page.getByText("این رمزنما پایان یافته است").waitFor();
    await look("customer, ended");
    const phone = createTestPhone(branch.bank);
    await registerPhone(branch.bank, phone, sara);
  });

  test("nobody decides a request of their own, a supervisor neither", async () => {
    const other = supervisor.page;
    await openCustomer(other, reza);
    await recordIdentity(other);
    await issueAtConsole(other);
    await closeReceipt(other);
    await saveLinks(other, { accounts: [reza.account] });
    await other.keyboard.press("Alt+r");
    const own = other.getByRole("article", { name: "اتصال حساب" });
    await own.getByText("درخواست خود شماست").waitFor();
    expect(await own.getByRole("button", { name: "تایید" }).count()).toBe(0);
    await own.getByRole("button", { name: "پس گرفتن" }).click();
    await look("withdraw", other);
    await other.getByRole("dialog").getByRole("button", { name: "پس گرفتن" }).click();
    await other.getByText("درخواست پس گرفته شد").waitFor();
    await other.getByLabel("همه").check();
    await other.getByText("پس گرفته شد", { exact: true }).waitFor();
    await look("all requests", other);
  });

  test("S3 a card's token is issued for one of many cards, found by its last digits", async () => {
    await searchFor(page, "1544332701");
    await page.getByRole("heading", { level: 1, name: "زهرا قاسمی" }).waitFor();
    await page.keyboard.press("Alt+c");
    await page.getByLabel("چهار رقم آخر کارت").fill("۸۷۵۸");
    await chooseDocument(page);
    await look("issue for a card");
    await page.getByRole("button", { name: "صدور و نمایش رسید" }).click();
    await receiptOf(page).getByText("628023******8758").waitFor();
    await closeReceipt(page);
  });

  test("U2 U5 nothing for axe on any of these screens, no error on the console, no foreign host", () => {
    expect(faults).toEqual([]);
    expect(withoutRefusals([...teller.complaints, ...supervisor.complaints])).toEqual([]);
  });
});
