import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findToken, openDesk, type Desk } from "./desk.ts";
import { readActivationCode } from "./sms.ts";
import { openStreetBrowser, type StreetBrowser } from "./street-browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";
import { morePeople } from "./more-people.ts";

let bank: TestBank;
let desk: Desk;

beforeAll(async () => {
  bank = await startTestBank();
  desk = await openDesk(bank, "teller");
});

afterAll(() => bank.stop());

const signIn = async (userName: string): Promise<StreetBrowser> => {
  const browser = openStreetBrowser(bank);
  await browser.open("/counter");
  const { path } = await browser.send("/counter/sign-in");
  await browser.send(path, { userName, password: `sandbox-${userName}` });
  return browser;
};

const find = async (browser: StreetBrowser, by: string, number: string) => {
  await browser.open("/counter");
  return browser.send("/counter/search", { by, number });
};

const serialOn = (browser: StreetBrowser): string => {
  const [, serial = ""] = /شماره سریال رمزنما (\d{4} \d{4} \d{4})/u.exec(browser.page().text) ?? [];
  expect(serial).toMatch(/^\d{4} \d{4} \d{4}$/u);
  return serial.replaceAll(" ", "");
};

const tokensOf = async (customerId: string): Promise<number> => {
  const path = `/staff/v1/tokens?customerId=${customerId}`;
  return (await desk.get<{ tokens: unknown[] }>(path)).body.tokens.length;
};

describe("the counter", () => {
  test("S3 S5 S24 S27 a teller issues and links, the phone activates, and the internet bank takes its codes", async () => {
    const browser = await signIn("teller");
    expect(browser.page().text).toContain("کارمند باجه، شعبه مرکزی");
    const customer = await find(browser, "nationalId", people.sara.nationalId);
    expect(customer.text).toContain("سارا احمدی");
    expect(customer.text).not.toContain(people.sara.mobile);
    await browser.sendTwice("/counter/tokens", { identitySeen: "yes" });
    const serial = serialOn(browser);
    expect(browser.page().text).toContain("حساب/درگاه");
    expect((await browser.reload()).path).toBe("/counter/receipt");
    expect(serialOn(browser)).toBe(serial);
    expect(await tokensOf(people.sara.customerId)).toBe(1);
    await browser.open("/counter/customer");
    const links = { gatewayLogin: "yes", accounts: [people.sara.account] };
    expect((await browser.send("/counter/links", links)).text).toContain("اتصال‌ها ثبت شد");
    expect((await browser.reload()).text).not.toContain("اتصال‌ها ثبت شد");
    expect(browser.page().html.match(/checked/gu)).toHaveLength(2);
    const purposes = (await findToken(desk, serial)).links.map(({ purpose }) => purpose);
    expect(purposes.sort()).toEqual(["account-password", "gateway-login"]);
    const phone = createTestPhone(bank);
    await registerPhone(bank, phone, people.sara);
    const code = await readActivationCode(bank, people.sara.mobile);
    const activated = await phone.activate({ kind: "account-gateway", serial, code });
    if (!activated.ok) throw new Error("not activated");
    const customerBrowser = openStreetBrowser(bank);
    const entry = { userName: people.sara.gatewayLogin, password: "sandbox-sara.ahmadi" };
    await customerBrowser.open("/internet-bank");
    const without = await customerBrowser.send("/internet-bank/sign-in", entry);
    expect(without.text).toContain("رمز رمزنما لازم است");
    const withCode = { ...entry, code: await takeCode(phone, activated.id) };
    const inside = await customerBrowser.send("/internet-bank/sign-in", withCode);
    expect(inside.path).toBe("/internet-bank/accounts");
  });

  test("S5 unlinked again, the password alone opens the internet bank, and the token's code does not", async () => {
    const browser = await signIn("teller");
    await find(browser, "account", people.sara.account);
    await browser.send("/counter/links", {});
    const customer = openStreetBrowser(bank);
    await customer.open("/internet-bank");
    const entry = { userName: people.sara.gatewayLogin, password: "sandbox-sara.ahmadi" };
    expect((await customer.send("/internet-bank/sign-in", entry)).path).toMatch(/accounts$/u);
  });

  test("S4 the code is sent again for a token that waits", async () => {
    const browser = await signIn("teller");
    await find(browser, "mobile", "۰۹۱۲ ۰۰۰ ۱۰۰۳");
    await browser.send("/counter/tokens", { identitySeen: "yes" });
    const before = await readActivationCode(bank, people.maryam.mobile);
    await browser.open("/counter/customer");
    expect((await browser.sendTwice("/counter/resend")).text).toContain("0912***1003 پیامک شد");
    expect(await readActivationCode(bank, people.maryam.mobile)).not.toBe(before);
  });

  test("of a joint account's holders one is chosen, and nobody is found by what nobody has", async () => {
    const browser = await signIn("supervisor");
    const both = await find(browser, "account", people.reza.jointAccount);
    for (const name of ["رضا کریمی", "مریم حسینی"]) expect(both.text).toContain(name);
    const chosen = await browser.send("/counter/choose", { customerId: people.reza.customerId });
    expect([chosen.path, chosen.text.includes("رضا کریمی")]).toEqual(["/counter/customer", true]);
    const nobody = await find(browser, "account", "1111111111111");
    expect(nobody.text).toContain("مشتری با این مشخصات پیدا نشد");
    const wrong = await find(browser, "nationalId", "1272554954");
    expect(wrong.text).toContain("این کد ملی درست نیست");
  });

  test("without seeing the identity, and without a mobile number, nothing is issued and the reason is said", async () => {
    const browser = await signIn("teller");
    await find(browser, "nationalId", morePeople.hasan.nationalId);
    expect((await browser.send("/counter/tokens")).text).toContain("هویت مشتری دیده شود");
    await browser.send("/counter/tokens", { identitySeen: "yes" });
    serialOn(browser);
    await find(browser, "nationalId", morePeople.narges.nationalId);
    const refused = await browser.send("/counter/tokens", { identitySeen: "yes" });
    expect(refused.text).toContain("شماره همراهی برای شما در بانک ثبت نشده است");
  });

  test("R9 customers, auditors and strangers stay outside", async () => {
    for (const user of ["sara.ahmadi", "auditor"]) {
      const browser = await signIn(user);
      expect(browser.page().text).toContain("این صفحه برای کارمندان باجه است");
      expect((await browser.open("/counter/customer")).text).toContain("ورود کارمند");
    }
    const stranger = openStreetBrowser(bank);
    await stranger.open("/counter/callback?code=x&state=y");
    expect(stranger.page().path).toBe("/counter");
    await stranger.open("/counter");
    await stranger.send("/counter/sign-in");
    await stranger.open("/counter/callback?code=x&state=forged");
    expect(stranger.page().text).toContain("ورود کامل نشد");
  });

  test("signing out ends the visit and asks the provider to end its own", async () => {
    const browser = await signIn("teller");
    const { path, text } = await browser.send("/counter/sign-out");
    expect(path).toBe("/oidc/session/end");
    expect(text).toContain("از حساب خود خارج می‌شوید؟");
    expect((await browser.open("/counter")).text).toContain("ورود کارمند");
  });

  test("R5 while the server is away the teller reads so, and the same form issues once afterwards", async () => {
    const browser = await signIn("teller");
    await find(browser, "nationalId", people.reza.nationalId);
    const before = await tokensOf(people.reza.customerId);
    await bank.whileServerIsAway(async () => {
      const { text } = await browser.send("/counter/tokens", { identitySeen: "yes" });
      expect(text).toContain("اکنون پاسخ نمی‌دهد");
    });
    await browser.open("/counter/customer");
    await browser.send("/counter/tokens", { identitySeen: "yes" });
    serialOn(browser);
    expect(await tokensOf(people.reza.customerId)).toBe(before + 1);
  });

  test("R10 no access token, national id or mobile number is in the log", () => {
    for (const secret of ["eyJ", people.sara.nationalId, people.sara.mobile, "sandbox-teller"])
      expect(bank.log()).not.toContain(secret);
  });
});
