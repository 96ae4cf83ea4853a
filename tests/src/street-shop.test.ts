import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { openChannel } from "./channel.ts";
import { openStreetBrowser, type Page, type StreetBrowser } from "./street-browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

const rejected = "رمز پذیرفته نشد. رمز جدیدی از رمزنما دریافت و وارد کنید";

let bank: TestBank;
let take: () => Promise<string>;

beforeAll(async () => {
  bank = await startTestBank();
  const atm = await openChannel(bank, "atm");
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const { id } = await activateCard(bank, atm, phone, people.sara);
  take = async () => {
    // Each tap in a second of its own.
    bank.clock.advanceSeconds(2);
    return takeCode(phone, id);
  };
});

afterAll(() => bank.stop());

const saraPays = (code: string, more: Record<string, string> = {}) => ({
  amount: "1,250,000",
  cardNumber: people.sara.card,
  cvv2: "839",
  expiry: "1408/10",
  code,
  ...more,
});

const atTheTill = async (): Promise<StreetBrowser> => {
  const browser = openStreetBrowser(bank);
  await browser.open("/shop");
  return browser;
};

const pay = async (code: string, more: Record<string, string> = {}): Promise<Page> =>
  (await atTheTill()).send("/shop/payment", saraPays(code, more));

const balance = async (): Promise<number> => {
  const browser = openStreetBrowser(bank);
  await browser.open("/atm");
  await browser.send("/atm/card", { cardNumber: people.sara.card });
  await browser.send("/atm/pin", { pin: "4038" });
  const { text } = await browser.open("/atm/balance");
  const [, amount = ""] = /موجودی: ([۰-۹٬]+)/u.exec(text) ?? [];
  return Number(
    amount
      .replaceAll("٬", "")
      .replaceAll(/[۰-۹]/gu, (digit) => String(digit.charCodeAt(0) - 0x6f0)),
  );
};

describe("the shop", () => {
  test("S24 a code from the phone pays, the money moves, and the page may be loaded again", async () => {
    const before = await balance();
    const browser = await atTheTill();
    const paid = await browser.send("/shop/payment", saraPays(await take()));
    expect([paid.path, paid.status]).toEqual(["/shop/result", 200]);
    for (const words of ["پرداخت انجام شد", "رمز پذیرفته شد", "628023******6831"])
      expect(paid.text).toContain(words);
    expect((await browser.reload()).text).toContain("پرداخت انجام شد");
    expect(await balance()).toBe(before - 1_250_000);
  });

  test("R1 a double click pays once", async () => {
    const before = await balance();
    const browser = await atTheTill();
    const paid = await browser.sendTwice("/shop/payment", saraPays(await take()));
    expect(paid.text).toContain("پرداخت انجام شد");
    expect(await balance()).toBe(before - 1_250_000);
  });

  test("S16 the same code does not pay a second time, in another purchase", async () => {
    const code = await take();
    expect((await pay(code)).text).toContain("پرداخت انجام شد");
    const before = await balance();
    expect((await pay(code)).text).toContain(rejected);
    expect(await balance()).toBe(before);
  });

  test("one text for a wrong code and for a card without a token; card and amount are kept, secrets are not", async () => {
    const browser = await atTheTill();
    expect((await browser.send("/shop/payment", saraPays("11223344"))).text).toContain(rejected);
    const again = await browser.open("/shop");
    expect(again.html).toContain(people.sara.card);
    for (const secret of ["11223344", '"839"']) expect(again.html).not.toContain(secret);
    const reza = { cardNumber: people.reza.card, cvv2: "571", expiry: "07/02" };
    expect((await pay("11223344", reza)).text).toContain(rejected);
  });

  test("digits of every script and a pasted code in groups are understood", async () => {
    const code = (await take()).replaceAll(/\d/gu, (digit) => "۰۱۲۳۴۵۶۷۸۹".charAt(Number(digit)));
    const typed = {
      amount: "۱۰٬۰۰۰",
      cardNumber: "۶۲۸۰-۲۳۹۸-۳۲۸۱-۶۸۳۱",
      cvv2: "۸۳۹",
      expiry: "۰۸۱۰",
    };
    const paid = await pay(`${code.slice(0, 4)} ${code.slice(4)}`, typed);
    expect(paid.text).toContain("پرداخت انجام شد");
  });

  test("wrong CVV2, wrong expiry and too little money are said before the code is spent", async () => {
    const code = await take();
    for (const wrong of [{ cvv2: "838" }, { expiry: "1408/11" }])
      expect((await pay(code, wrong)).text).toContain("مشخصات کارت پذیرفته نشد");
    expect((await pay(code, { amount: "900000000000" })).text).toContain("موجودی حساب");
    expect((await pay(code)).text).toContain("پرداخت انجام شد");
  });

  test("R5 while the server is away the payment waits, and trying again pays once", async () => {
    const before = await balance();
    const code = await take();
    const browser = await atTheTill();
    await bank.whileServerIsAway(async () => {
      const { text } = await browser.send("/shop/payment", saraPays(code));
      expect(text).toContain("سامانه رمزنما اکنون پاسخ نمی‌دهد");
    });
    expect((await browser.sendTwice("/shop/again")).text).toContain("پرداخت انجام شد");
    expect(await balance()).toBe(before - 1_250_000);
  });

  test("R12 one text for a wrong code and for a delay: only the teller tells that codes must wait", async () => {
    const texts: string[] = [];
    for (let guess = 0; guess < 8; guess += 1) texts.push((await pay(`9900000${guess}`)).text);
    texts.push((await pay(await take())).text);
    expect(texts[0]).toContain(rejected);
    expect(new Set(texts).size).toBe(1);
    bank.clock.advanceSeconds(3_600);
    expect((await pay(await take())).text).toContain("پرداخت انجام شد");
  });

  test("R10 no CVV2, code or card number is in the log", async () => {
    const code = await take();
    await pay(code);
    for (const secret of [code, people.sara.card, '"839"'])
      expect(bank.log()).not.toContain(secret);
  });
});
