import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type TestBrowser } from "../testing/browser-for-tests.ts";
import { openTestSandbox, type TestSandbox } from "../testing/sandbox-for-tests.ts";

const sara = { cardNumber: "6280239832816831", pin: "4038" };
const reza = { cardNumber: "6280234348062020", pin: "1552" };

describe("the ATM and the card in it", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await openTestSandbox();
  });
  afterAll(() => sandbox.close());

  const come = () => openBrowser(sandbox.url());
  const read = async (answer: Promise<Response>, browser: TestBrowser) => {
    const page = await browser.follow(await answer);
    if (page instanceof URL) throw new Error("the page leads elsewhere");
    return { status: page.status, path: new URL(page.url).pathname, html: await page.text() };
  };
  const insert = (browser: TestBrowser, cardNumber: string) =>
    read(browser.post("/atm/card", { cardNumber }), browser);
  const enter = (browser: TestBrowser, pin: string) =>
    read(browser.post("/atm/pin", { pin }), browser);
  const open = async ({ cardNumber, pin } = sara) => {
    const browser = come();
    await insert(browser, cardNumber);
    expect((await enter(browser, pin)).path).toBe("/atm/menu");
    return browser;
  };

  it("It offers the sandbox's cards, and takes typed ones in groups and Persian digits", async () => {
    const { html } = await read(come().get("/atm"), come());
    expect(html).toContain("6280 2398 3281 6831");
    expect(html).toContain("۲۷ کارت دیگر");
    expect((await insert(come(), "۶۲۸۰ ۲۳۹۸-۳۲۸۱ ۶۸۳۱")).path).toBe("/atm/pin");
  });

  it.each([
    ["with a wrong digit", "6280239832816832", "شاید رقمی جابه‌جا شده است"],
    ["of another bank", "6037991234567893", "از کارت‌های این بانک نیست"],
    ["that nobody has", "6280230000000001", "کارت فعالی با این شماره"],
    ["that is no number", "کارت من", "فقط از رقم تشکیل می‌شود"],
  ])("S29 a card %s is refused with the way out, and what was typed is kept", async (...row) => {
    const [, cardNumber, words] = row;
    const page = await insert(come(), cardNumber);
    expect(page.html).toContain(words);
    expect(page.html).toContain(`value="${cardNumber}"`);
  });

  it("The PIN opens the menu, and the page that follows may be loaded again", async () => {
    const browser = await open();
    const menu = await read(browser.get("/atm/menu"), browser);
    expect(menu.html).toContain("رمزنما");
    expect(menu.html).toContain("628023******6831");
    const balance = await read(browser.get("/atm/balance"), browser);
    expect(balance.html).toContain("۸۲۵٬۰۰۰٬۰۰۰ ریال");
  });

  it("S27 it offers card tokens only", async () => {
    const browser = await open();
    const { html } = await read(browser.get("/atm/ramznama"), browser);
    const offers = ["دریافت رمزنمای کارت", "ارسال مجدد کد فعالسازی", "آزادسازی دستگاه"];
    for (const offer of [...offers, "مسدود کردن رمزنما"]) expect(html).toContain(offer);
    expect(html).toContain("رمزنمای حساب/درگاه در شعبه داده می‌شود");
  });

  it("R12 three wrong PINs, and the ATM keeps the card for ten minutes", async () => {
    const browser = come();
    await insert(browser, reza.cardNumber);
    expect((await enter(browser, "0000")).html).toContain("۲ بار دیگر");
    const second = await enter(browser, "1111");
    expect([second.path, second.html.includes("۱ بار دیگر")]).toEqual(["/atm/pin", true]);
    expect((await enter(browser, "2222")).html).toContain("کارت نزد خودپرداز ماند");
    expect((await enter(browser, reza.pin)).path).toBe("/atm/ended");
    expect((await insert(come(), reza.cardNumber)).html).toContain("۱۰ دقیقه دیگر");
    expect((await open(sara)).cookies().size).toBe(1);
    sandbox.clock.advance(10 * 60_000 - 1_000);
    expect((await insert(come(), reza.cardNumber)).html).toContain("۱ ثانیه دیگر");
    sandbox.clock.advance(1_000);
    await open(reza);
  });

  it("A right PIN forgives the wrong ones before it", async () => {
    for (let round = 0; round < 2; round += 1) {
      const browser = come();
      await insert(browser, reza.cardNumber);
      await enter(browser, "0000");
      await enter(browser, "1111");
      expect((await enter(browser, reza.pin)).path).toBe("/atm/menu");
    }
  });

  it("Without a card, without a PIN and after «خروج» no service opens", async () => {
    const pages = ["/atm/menu", "/atm/ramznama", "/atm/balance", "/atm/release", "/atm/result"];
    for (const page of pages) {
      const stranger = come();
      expect((await read(stranger.get(page), stranger)).path).toBe("/atm/ended");
      const withoutPin = come();
      await insert(withoutPin, sara.cardNumber);
      expect((await read(withoutPin.get(page), withoutPin)).path).toBe("/atm/pin");
    }
    const browser = await open();
    const before = [...browser.cookies().values()].map(({ value }) => value);
    expect((await read(browser.post("/atm/exit", {}), browser)).html).toContain("خدانگهدار");
    const [value = ""] = before;
    const headers = { cookie: `sandbox_atm=${value}` };
    const stolen = await fetch(`${sandbox.url()}/atm/menu`, { headers, redirect: "manual" });
    expect(stolen.headers.get("location")).toBe("/atm/ended");
  });

  it("A visit in which nothing happens ends after two minutes", async () => {
    const browser = await open();
    sandbox.clock.advance(119_000);
    expect((await read(browser.get("/atm/menu"), browser)).path).toBe("/atm/menu");
    sandbox.clock.advance(120_000);
    const { path, html } = await read(browser.get("/atm/menu"), browser);
    expect(path).toBe("/atm/ended");
    expect(html).toContain("زمان شما به پایان رسید");
  });

  it("The PIN gives the visit a new name, hidden from scripts and other sites", async () => {
    const browser = come();
    await insert(browser, sara.cardNumber);
    const before = browser.cookies().get("sandbox_atm")?.value;
    await enter(browser, sara.pin);
    const after = browser.cookies().get("sandbox_atm");
    expect(after?.value).not.toBe(before);
    expect(after?.path).toBe("/atm");
    expect(after?.attributes).toMatch(/HttpOnly; SameSite=Strict/u);
  });

  it("R8 a form of another site, and a form with something missing, do nothing", async () => {
    const send = (headers: Record<string, string>, body: URLSearchParams) =>
      fetch(`${sandbox.url()}/atm/card`, { method: "POST", headers, body, redirect: "manual" });
    const card = new URLSearchParams({ cardNumber: sara.cardNumber });
    for (const site of ["cross-site", "same-site"])
      expect((await send({ "sec-fetch-site": site }, card)).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-origin" }, card)).status).toBe(303);
    const broken = await send({}, new URLSearchParams({ card: "1" }));
    expect([broken.status, (await broken.text()).includes("فرم کامل نیست")]).toEqual([400, true]);
  });

  it("R10 no PIN and no card number is in the log or in an address", async () => {
    await open();
    for (const secret of [sara.cardNumber, '"4038"', "pin="])
      expect(sandbox.log()).not.toContain(secret);
  });
});
