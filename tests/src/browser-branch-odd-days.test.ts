/** The odd days of a branch in Chromium: what ends, changes, is away, is missing or comes twice. */
import type { CustomerSummary, TokenSummary } from "@ramznama/contract";
import { formatTehranDateTime } from "@ramznama/persian";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  signInAtDoor,
  startBranchBank,
  withoutRefusals,
  type AtWork,
  type BranchBank,
} from "./branch-bank.ts";
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
import { findViolations } from "./browser-axe.ts";
import { changeCustomer, changeStaff, setCoreBanking } from "./core-banking.ts";
import { openDesk, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { people } from "./test-phone.ts";
import { maryam, reza, sara } from "./walk-people.ts";

let branch: BranchBank;
let atWork: AtWork;
let page: Page;

beforeAll(async () => {
  branch = await startBranchBank();
});
afterAll(() => branch.stop());
beforeEach(async () => {
  atWork = await branch.enter("teller");
  ({ page } = atWork);
});
afterEach(() => atWork.context.close());

const tokensOf = async (customerId: string) => {
  const desk = await openDesk(branch.bank, "supervisor");
  const path = `/staff/v1/tokens?customerId=${customerId}`;
  return (await desk.get<{ tokens: TokenSummary[] }>(path)).body.tokens;
};

const endSessions = async (): Promise<void> => {
  const officer: Desk = await openDesk(branch.bank, "officer");
  const path = "/staff/v1/sessions";
  const { body } = await officer.get<{ sessions: { id: string }[] }>(path);
  for (const { id } of body.sessions) await officer.delete(`${path}/${id}`);
};

describe("At the branch console", () => {
  test("a session that ends in the middle of a form loses nothing: after signing in the dialog stands as it was", async () => {
    await openCustomer(page, maryam);
    await recordIdentity(page);
    await issueAtConsole(page);
    await closeReceipt(page);
    await page.getByRole("button", { name: "اتصال‌ها" }).waitFor();
    await page.keyboard.press("Alt+l");
    const login = page.getByLabel(`ورود به درگاه با ${maryam.gatewayLogin}`);
    const account = page.getByLabel(`حساب ${maryam.account}`);
    await login.check();
    await account.check();
    await endSessions();
    await page.getByRole("button", { name: "ثبت اتصال‌ها" }).click();
    await page.getByText("نشست شما پایان یافت").waitFor();
    expect(await findViolations(page)).toEqual([]);
    // The provider still knows the teller: one press, and the work goes on.
    await page.getByRole("link", { name: "ورود با حساب سازمانی" }).click();
    await login.waitFor();
    expect([await login.isChecked(), await account.isChecked()]).toEqual([true, true]);
    await page.getByRole("button", { name: "ثبت اتصال‌ها" }).click();
    await page.getByText("اتصال حساب در انتظار تایید همکار دوم است").waitFor();
  });

  test("S5 a links dialog that a visit left open comes back with the links that stand, however late the tokens arrive", async () => {
    await openCustomer(page, maryam);
    const login = page.getByRole("dialog").getByLabel(`ورود به درگاه با ${maryam.gatewayLogin}`);
    await page.getByRole("button", { name: "اتصال‌ها" }).waitFor();
    await page.keyboard.press("Alt+l");
    await login.waitFor();
    expect(await login.isChecked()).toBe(true);
    await page.goBack();
    const { promise: isLate, resolve: answer } = Promise.withResolvers<undefined>();
    await page.route("**/staff/v1/tokens?*", async (route) => {
      await isLate;
      await route.continue();
    });
    await openCustomer(page, maryam);
    await page.getByText("دیده شد، تا").waitFor();
    expect(await login.count()).toBe(0);
    answer(undefined);
    await login.waitFor();
    expect(await login.isChecked()).toBe(true);
    await page.getByRole("button", { name: "ثبت اتصال‌ها" }).click();
    await page.getByText("اتصال‌ها ثبت شد").waitFor();
    const [token] = await tokensOf(people.maryam.customerId);
    expect(token?.links).toMatchObject([{ purpose: "gateway-login" }]);
  });

  test("what one teller typed is not shown to the next who signs in at the same computer", async () => {
    await page.getByLabel("کد ملی، شماره کارت، شماره حساب یا تلفن همراه").fill("1272");
    await endSessions();
    await atWork.context.clearCookies();
    await page.reload();
    await signInAtDoor(page, "teller2");
    await page.getByRole("heading", { name: "جستجوی مشتری" }).waitFor();
    expect(await page.locator("#number").inputValue()).toBe("");
  });

  test("an answer that is lost on the way is asked for again by the same reference, and one token comes of it", async () => {
    await openCustomer(page, reza);
    await recordIdentity(page);
    await page.keyboard.press("Alt+n");
    await page.route("**/staff/v1/tokens", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole("button", { name: "صدور و نمایش رسید" }).click();
    await page.getByText("سامانه پاسخ نمی‌دهد").waitFor();
    await page.unroute("**/staff/v1/tokens");
    await page.reload();
    await page.getByRole("button", { name: "صدور و نمایش رسید" }).click();
    await receiptOf(page).waitFor();
    expect(await tokensOf(people.reza.customerId)).toHaveLength(1);
    await closeReceipt(page);
  });

  test("a request whose matter has changed is void: the supervisor is told so and sees how things stand", async () => {
    await openCustomer(page, reza);
    await saveLinks(page, { accounts: [reza.account] });
    const supervisor = await branch.enter("supervisor");
    await supervisor.page.keyboard.press("Alt+r");
    const request = supervisor.page
      .getByRole("article", { name: "اتصال حساب" })
      .filter({ hasText: reza.name });
    await request.getByRole("button", { name: "تایید" }).click();
    await supervisor.page.getByRole("dialog").waitFor();
    await page.keyboard.press("Alt+v");
    await page.getByRole("dialog").getByRole("button", { name: "لغو", exact: true }).click();
    await page.getByText("این رمزنما پایان یافته است").waitFor();
    const dialog = supervisor.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "تایید", exact: true }).click();
    await supervisor.page.getByText("همکار دیگری هم‌زمان چیزی را تغییر داد").waitFor();
    await request.waitFor({ state: "detached" });
    await supervisor.page.getByLabel("همه").check();
    await request.getByText("باطل شد").waitFor();
    expect(await findViolations(supervisor.page)).toEqual([]);
    await supervisor.context.close();
  });

  test("two tellers on one customer: who comes second is told that a colleague was faster", async () => {
    await openCustomer(page, maryam);
    const [token] = await tokensOf(people.maryam.customerId);
    const serial = token?.serial ?? "";
    await page.getByRole("button", { name: "ارسال دوباره کد" }).waitFor();
    await page.keyboard.press("Alt+k");
    await page.getByRole("dialog").waitFor();
    const other = await openDesk(branch.bank, "supervisor");
    const body = { requestReference: "the-colleague-was-faster" };
    await other.post(`/staff/v1/tokens/${serial}/revocation`, body);
    await page.getByRole("dialog").getByRole("button", { name: "ارسال دوباره کد" }).click();
    await page.getByText("همکار دیگری هم‌زمان چیزی را تغییر داد").waitFor();
    await page.getByText("این رمزنما پایان یافته است").waitFor();
  });

  test("a customer without a mobile number is designed for: said before anything is tried, and refused with a reason", async () => {
    await searchFor(page, morePeople.narges.nationalId);
    await page.getByText("تلفن همراهی در سامانه مرکزی ثبت نشده است").waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press("Alt+n");
    await chooseDocument(page);
    await page.getByRole("button", { name: "صدور و نمایش رسید" }).click();
    await page.getByRole("dialog").getByText("ابتدا آن را ثبت کنید").waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const mobile = "09120009005";
    const { customerId } = morePeople.narges;
    await changeCustomer(branch.bank, { kind: "mobile-changed", customerId, mobile });
    await page.reload();
    await page.getByRole("complementary").getByText("0912***9005").waitFor();
    const desk = await openDesk(branch.bank, "supervisor");
    const told = await desk.get<CustomerSummary>(`/staff/v1/customers/${customerId}`);
    const note = page.getByText(
      "تلفن همراه به‌تازگی عوض یا دستگاه به‌تازگی در خودپرداز آزاد شده است",
    );
    expect(await note.innerText()).toContain(
      formatTehranDateTime(Date.parse(told.body.branchOnlyUntil ?? "")),
    );
  });

  test("core banking down, answering nonsense or too late: said with a next step, and the tokens stay in sight", async () => {
    const { bank } = branch;
    await openCustomer(page, reza);
    await setCoreBanking(bank, "down");
    try {
      await page.reload();
      const person = page.getByRole("complementary");
      await person.getByText("سامانه مرکزی بانک پاسخ نمی‌دهد").waitFor();
      await page.getByRole("option").first().waitFor();
      expect(await findViolations(page)).toEqual([]);
      await setCoreBanking(bank, "nonsense");
      await searchFor(page, sara.nationalId);
      await page.getByText("سامانه مرکزی بانک پاسخ نمی‌دهد").waitFor();
      expect(await findViolations(page)).toEqual([]);
      await setCoreBanking(bank, "normal");
      await page.getByRole("button", { name: "جستجو" }).click();
      await page.getByRole("heading", { level: 1, name: sara.name }).waitFor();
    } finally {
      await setCoreBanking(bank, "normal");
    }
  });

  test("a teller without a branch may look and is told why nothing can be done", async () => {
    await changeStaff(branch.bank, "teller2", { role: "teller", branch: null });
    const other = await branch.enter("teller2");
    await other.page.getByText("شعبه‌ای برای حساب سازمانی شما ثبت نشده است").waitFor();
    await openCustomer(other.page, sara);
    await other.page.getByText("با این نقش فقط می‌بینید").waitFor();
    expect(await other.page.getByRole("button", { name: "ثبت احراز هویت" }).count()).toBe(0);
    expect(await findViolations(other.page)).toEqual([]);
    await other.page.keyboard.press("Alt+r");
    await other.page.getByRole("alert").getByText("از مسئول سامانه بخواهید").waitFor();
    await other.context.close();
    await changeStaff(branch.bank, "teller2", { role: "teller", branch: "1202" });
  });

  test("U2 by keyboard alone, Enter walks from the search over identity and issue to the printer", async () => {
    const { keyboard } = page;
    await page.locator("input:focus").waitFor();
    await keyboard.type(morePeople.ali.nationalId);
    await keyboard.press("Enter");
    await page.locator("button:focus", { hasText: "ثبت احراز هویت" }).waitFor();
    await keyboard.press("Enter");
    await page.locator("input[type=radio]:focus").waitFor();
    await keyboard.press("Space");
    await keyboard.press("Enter");
    await page.locator("button:focus", { hasText: "صدور حساب/درگاه" }).waitFor();
    await keyboard.press("Enter");
    await page.locator("dialog button:focus", { hasText: "صدور و نمایش رسید" }).waitFor();
    await keyboard.press("Enter");
    await page.locator("button:focus", { hasText: "چاپ رسید" }).waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("option", { selected: true }).focus();
    await keyboard.press("Alt+n");
    await page.locator("dialog button:focus").waitFor();
    await keyboard.press("Enter");
    await page.locator("button:focus", { hasText: "چاپ رسید" }).waitFor();
    await keyboard.press("Escape");
    await page.getByRole("option", { selected: true }).focus();
    await keyboard.press("ArrowDown");
    await page.locator("[role=option]:focus:last-child").waitFor();
    const [older] = (await tokensOf(morePeople.ali.customerId)).toReversed();
    await expect
      .poll(async () => (await page.locator("#token-heading").innerText()).replaceAll(/\s/gu, ""))
      .toBe(older?.serial);
  });

  test("in English too, everything has words and nothing for axe; signing out ends it here and at the provider", async () => {
    await openCustomer(page, sara);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Record identity" }).waitFor();
    expect(await page.evaluate("document.documentElement.dir")).toBe("ltr");
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/oidc\//u);
    await page.goto(branch.bank.internalUrl());
    await page.getByRole("link", { name: "Sign in with your staff account" }).waitFor();
    expect(withoutRefusals(atWork.complaints)).toEqual([]);
  });
});
