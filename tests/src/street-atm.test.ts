import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findToken, openDesk, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { openStreetBrowser, type StreetBrowser } from "./street-browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestPhone, people, registerPhone } from "./test-phone.ts";

let bank: TestBank;
let desk: Desk;

beforeAll(async () => {
  bank = await startTestBank();
  desk = await openDesk(bank, "teller");
});

afterAll(() => bank.stop());

const pins: Readonly<Record<string, string>> = {
  [people.sara.card]: "4038",
  [people.reza.card]: "1552",
  [people.maryam.card]: "1385",
  [morePeople.ali.card]: "2836",
  [morePeople.narges.card]: "0547",
  [morePeople.hasan.card]: "2421",
};

const putCardIn = async (card: string): Promise<StreetBrowser> => {
  const browser = openStreetBrowser(bank);
  await browser.open("/atm");
  await browser.send("/atm/card", { cardNumber: card });
  expect((await browser.send("/atm/pin", { pin: pins[card] ?? "" })).path).toBe("/atm/menu");
  await browser.open("/atm/ramznama");
  return browser;
};

const serialOn = (browser: StreetBrowser): string => {
  const [, serial = ""] = /شماره سریال رمزنما (\d{4} \d{4} \d{4})/u.exec(browser.page().text) ?? [];
  expect(serial).toMatch(/^\d{4} \d{4} \d{4}$/u);
  return serial;
};

const tokensOf = async (customerId: string): Promise<number> => {
  const path = `/staff/v1/tokens?customerId=${customerId}`;
  return (await desk.get<{ tokens: unknown[] }>(path)).body.tokens.length;
};

describe("the ATM", () => {
  test("S3 S4 its receipt has the serial, the masked card and the masked number, and the phone takes it", async () => {
    const browser = await putCardIn(people.sara.card);
    const { text, path } = await browser.send("/atm/tokens");
    expect(path).toBe("/atm/result");
    for (const part of [
      "بانک مسکن",
      "628023******6831",
      "0912***1001",
      "رمز دوم کارت",
      "همراه بانک",
    ])
      expect(text).toContain(part);
    expect(text).toMatch(
      /تاریخ و ساعت ۱۴[۰-۹]{2}\/[۰-۹]{2}\/[۰-۹]{2}، [۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}/u,
    );
    expect(text).not.toContain(people.sara.card);
    expect(text).not.toContain(people.sara.mobile);
    const phone = createTestPhone(bank);
    await registerPhone(bank, phone, people.sara);
    const code = await readActivationCode(bank, people.sara.mobile, people.sara.card);
    const serial = serialOn(browser);
    const activated = await phone.activate({
      kind: "card",
      cardNumber: people.sara.card,
      serial,
      code,
    });
    expect(activated.ok).toBe(true);
  });

  test("a double click and a reload issue one token, going back to the menu issues another", async () => {
    const browser = await putCardIn(people.reza.card);
    await browser.sendTwice("/atm/tokens");
    const first = serialOn(browser);
    await browser.reload();
    expect(serialOn(browser)).toBe(first);
    expect(await tokensOf(people.reza.customerId)).toBe(1);
    await browser.open("/atm/ramznama");
    await browser.send("/atm/tokens");
    expect(serialOn(browser)).not.toBe(first);
    expect(await tokensOf(people.reza.customerId)).toBe(2);
  });

  test("the code is sent again for the serial of the receipt, and a mistyped serial is explained", async () => {
    const browser = await putCardIn(people.maryam.card);
    await browser.send("/atm/tokens");
    const serial = serialOn(browser).replaceAll(" ", "");
    const before = await readActivationCode(bank, people.maryam.mobile);
    const resend = await browser.open("/atm/resend");
    expect(resend.html).toContain(`value="${serial}"`);
    const wrong = await browser.send("/atm/resend", { serial: "1234 5678 9011" });
    expect(wrong.text).toContain("آن را با رسید مقایسه کنید");
    const sent = await browser.send("/atm/resend", { serial });
    expect(sent.text).toContain("کد تازه به 0912***1003 پیامک شد");
    await browser.reload();
    expect(await readActivationCode(bank, people.maryam.mobile)).not.toBe(before);
    const codes = (await readSms(bank, people.maryam.mobile)).filter(({ text }) =>
      text.includes("کد فعالسازی"),
    );
    expect(codes).toHaveLength(2);
    await browser.open("/atm/resend");
    const unknown = await browser.send("/atm/resend", { serial: "100000000008" });
    expect(unknown.text).toContain("توکنی با این شماره سریال پیدا نشد");
  });

  test("S25 a device is released after a confirmation, and the next serial is then given at a branch", async () => {
    const phone = createTestPhone(bank);
    await registerPhone(bank, phone, morePeople.ali);
    const browser = await putCardIn(morePeople.ali.card);
    const question = await browser.open("/atm/release");
    expect(question.text).toContain("همه رمزنماهای آن از کار می‌افتد");
    expect((await browser.send("/atm/release")).text).toContain("دستگاه آزاد شد");
    await browser.open("/atm/ramznama");
    const refused = await browser.send("/atm/tokens");
    expect(refused.text).toContain("این کار اکنون فقط در شعبه انجام می‌شود");
    expect(refused.text).toMatch(/شماره پیگیری: [0-9a-f-]{8}/u);
  });

  test("a stolen phone: everything is blocked at once, and nothing is issued until a branch unblocks", async () => {
    const browser = await putCardIn(people.sara.card);
    await browser.open("/atm/block");
    expect((await browser.send("/atm/block")).text).toContain("رمزنما مسدود شد");
    await browser.open("/atm/ramznama");
    expect((await browser.send("/atm/tokens")).text).toContain("رمزنمای شما مسدود است");
  });

  test.each([
    ["no mobile number", morePeople.narges.card, "شماره همراهی برای شما در بانک ثبت نشده است"],
    ["a number that changed yesterday", morePeople.hasan.card, "فقط در شعبه انجام می‌شود"],
  ])("S4 a customer with %s reads what to do", async (_case, card, words) => {
    const browser = await putCardIn(card);
    expect((await browser.send("/atm/tokens")).text).toContain(words);
  });

  test("R5 while the server is away nothing is lost, and trying again issues once", async () => {
    const browser = await putCardIn(people.maryam.card);
    const before = await tokensOf(people.maryam.customerId);
    await bank.whileServerIsAway(async () => {
      const { text } = await browser.send("/atm/tokens");
      expect(text).toContain("سامانه رمزنما اکنون پاسخ نمی‌دهد");
      expect((await browser.send("/atm/again")).text).toContain("پاسخ نمی‌دهد");
    });
    await browser.sendTwice("/atm/again");
    const serial = serialOn(browser).replaceAll(" ", "");
    expect(await findToken(desk, serial)).toMatchObject({ kind: "card", state: "issued" });
    expect(await tokensOf(people.maryam.customerId)).toBe(before + 1);
  });

  test("R10 no PIN, card number, serial or mobile number is in the log", async () => {
    const browser = await putCardIn(people.maryam.card);
    await browser.send("/atm/tokens");
    const serial = serialOn(browser).replaceAll(" ", "");
    for (const secret of [people.maryam.card, serial, people.maryam.mobile, '"1385"'])
      expect(bank.log()).not.toContain(secret);
  });
});
