import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Phone } from "@ramznama/phone";
import { issueAccountToken, linkByTwo, openDesk, type Desk } from "./desk.ts";
import { readActivationCode } from "./sms.ts";
import { openStreetBrowser, type Page, type StreetBrowser } from "./street-browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestPhone, people, registerPhone, takeCode, type TestPerson } from "./test-phone.ts";

const rejected = "رمز پذیرفته نشد. رمز جدیدی از رمزنما دریافت و وارد کنید";

let bank: TestBank;
let desk: Desk;
let supervisor: Desk;

interface Customer {
  readonly serial: string;
  take(): Promise<string>;
}

let sara: Customer;
let reza: Customer;

const enrol = async (person: TestPerson & { readonly customerId: string }): Promise<Customer> => {
  const phone: Phone = createTestPhone(bank);
  await registerPhone(bank, phone, person);
  const { serial } = await issueAccountToken(desk, person.customerId, true);
  const code = await readActivationCode(bank, person.mobile);
  const activated = await phone.activate({ kind: "account-gateway", serial, code });
  if (!activated.ok) throw new Error("the account token was not activated");
  return {
    serial,
    take: () => {
      // Each tap in a second of its own.
      bank.clock.advanceSeconds(2);
      return takeCode(phone, activated.id);
    },
  };
};

const link = async (serial: string, gatewayLogin: boolean, accounts: readonly string[]) => {
  const answer = await linkByTwo(desk, supervisor, serial, { gatewayLogin, accounts });
  expect(answer.status).toBe(200);
};

beforeAll(async () => {
  bank = await startTestBank();
  desk = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  sara = await enrol(people.sara);
  reza = await enrol(people.reza);
});

afterAll(() => bank.stop());

const comeTo = async (path = "/internet-bank"): Promise<StreetBrowser> => {
  const browser = openStreetBrowser(bank);
  await browser.open(path);
  return browser;
};

const signIn = async (
  userName: string,
  code = "",
  password = `sandbox-${userName}`,
): Promise<StreetBrowser & { readonly answer: Page }> => {
  const browser = await comeTo();
  const answer = await browser.send("/internet-bank/sign-in", { userName, password, code });
  return { ...browser, answer };
};

const login = people.sara.gatewayLogin;

describe("the internet bank's door", () => {
  test("without a linked token the password alone opens it, and a code is refused", async () => {
    const { answer } = await signIn(login);
    expect(answer.path).toBe("/internet-bank/accounts");
    expect(answer.text).toContain("سارا احمدی");
    const refused = (await signIn(login, await sara.take())).answer;
    expect(refused.text).toContain(rejected);
  });

  test("S5 S24 linked at the branch, the code opens it, once, and is asked from then on", async () => {
    await link(sara.serial, true, []);
    const code = await sara.take();
    expect((await signIn(login, code)).answer.path).toBe("/internet-bank/accounts");
    expect((await signIn(login, code)).answer.text).toContain(rejected);
    const without = (await signIn(login)).answer;
    expect(without.text).toContain("رمز رمزنما لازم است");
    const upper = await signIn("Sara.Ahmadi", await sara.take(), `sandbox-${login}`);
    expect(upper.answer.path).toBe("/internet-bank/accounts");
  });

  test("a wrong password is said without the code being looked at", async () => {
    const code = await sara.take();
    const wrong = (await signIn(login, code, "not-it")).answer;
    expect(wrong.text).toContain("نام کاربری یا رمز عبور درست نیست");
    expect(wrong.html).toContain(`value="${login}"`);
    expect(wrong.html).not.toContain("not-it");
    expect((await signIn(login, code)).answer.path).toBe("/internet-bank/accounts");
  });

  test("while the server is away the door says so calmly, and the same entry opens it afterwards", async () => {
    const browser = await comeTo();
    const entry = { userName: login, password: `sandbox-${login}`, code: await sara.take() };
    await bank.whileServerIsAway(async () => {
      const away = await browser.send("/internet-bank/sign-in", entry);
      expect(away.text).toContain("اکنون پاسخ نمی‌دهد");
    });
    expect((await browser.send("/internet-bank/sign-in", entry)).path).toMatch(/accounts$/u);
  });

  test("what is not linked is refused to nobody in particular: unknown names look like wrong passwords", async () => {
    for (const name of ["nobody.here", "teller"])
      expect((await signIn(name)).answer.text).toContain("نام کاربری یا رمز عبور درست نیست");
    const browser = await comeTo("/internet-bank/accounts");
    expect(browser.page().path).toBe("/internet-bank");
  });
});

const rezaToMaryam = {
  from: people.reza.account,
  to: people.maryam.account,
  amount: "1,500,000",
};

describe("a transfer", () => {
  const atTheDesk = async (): Promise<StreetBrowser> => {
    const browser = await signIn(people.reza.gatewayLogin);
    await browser.open("/internet-bank/transfer");
    return browser;
  };
  const send = (browser: StreetBrowser, code: string, more: Record<string, string> = {}) =>
    browser.send("/internet-bank/transfer", { ...rezaToMaryam, code, ...more });

  test("S5 an account that is not linked takes no code, a linked one does, and the money moves", async () => {
    const browser = await atTheDesk();
    expect((await send(browser, await reza.take())).text).toContain(rejected);
    await link(reza.serial, false, [people.reza.account, people.reza.jointAccount]);
    await browser.open("/internet-bank/transfer");
    const done = await send(browser, await reza.take());
    expect([done.path, done.text.includes("انتقال انجام شد")]).toEqual([
      "/internet-bank/result",
      true,
    ]);
    expect(done.text).toContain("۳۷٬۵۰۰٬۰۰۰ ریال");
    expect((await browser.reload()).text).toContain("انتقال انجام شد");
    const accounts = await browser.open("/internet-bank/accounts");
    expect(accounts.text).toContain("۳۷٬۵۰۰٬۰۰۰ ریال");
    expect(accounts.text).toContain(`انتقال به حساب ${people.maryam.account}`);
  });

  test("R1 a double click moves the money once, and the code not a second time", async () => {
    const browser = await atTheDesk();
    const code = await reza.take();
    const twice = await browser.sendTwice("/internet-bank/transfer", { ...rezaToMaryam, code });
    expect(twice.text).toContain("انتقال انجام شد");
    expect((await browser.open("/internet-bank/accounts")).text).toContain("۳۶٬۰۰۰٬۰۰۰ ریال");
    await browser.open("/internet-bank/transfer");
    expect((await send(browser, code)).text).toContain(rejected);
    expect((await browser.open("/internet-bank/accounts")).text).toContain("۳۶٬۰۰۰٬۰۰۰ ریال");
  });

  test("from a joint account the holder who is signed in pays", async () => {
    const browser = await atTheDesk();
    const joint = { from: people.reza.jointAccount, amount: "۱٬۰۰۰٬۰۰۰" };
    expect((await send(browser, await reza.take(), joint)).text).toContain("انتقال انجام شد");
  });

  test("what is wrong is said beside its field before a code is spent", async () => {
    const browser = await atTheDesk();
    const code = await reza.take();
    const cases = [
      [{ from: people.sara.account }, "یکی از حساب‌های خود را انتخاب کنید"],
      [{ to: people.reza.account }, "حساب مبدا و مقصد یکی است"],
      [{ to: "1111111111111" }, "حسابی با این شماره در این بانک نیست"],
      [{ amount: "900000000000" }, "موجودی حساب برای این مبلغ کافی نیست"],
      [{ amount: "0" }, "مبلغ باید بیشتر از صفر باشد"],
    ] as const;
    for (const [wrong, words] of cases) {
      await browser.open("/internet-bank/transfer");
      const page = await send(browser, code, wrong);
      expect(page.text).toContain(words);
    }
    await browser.open("/internet-bank/transfer");
    expect((await send(browser, code)).text).toContain("انتقال انجام شد");
  });

  test("R5 while the server is away the transfer waits, and trying again moves the money once", async () => {
    const browser = await atTheDesk();
    const code = await reza.take();
    await bank.whileServerIsAway(async () => {
      expect((await send(browser, code)).text).toContain("هنوز پاسخی نرسیده است");
    });
    expect((await browser.sendTwice("/internet-bank/again")).text).toContain("انتقال انجام شد");
    expect((await browser.open("/internet-bank/accounts")).text).toContain("۳۳٬۰۰۰٬۰۰۰ ریال");
  });
});

describe("a stolen phone", () => {
  test("Ramznama is blocked at the door with the password alone, and no code opens it any more", async () => {
    const browser = await comeTo("/internet-bank/block");
    const wrong = { userName: login, password: "guess" };
    const refused = await browser.send("/internet-bank/block", wrong);
    expect(refused.text).toContain("نام کاربری یا رمز عبور درست نیست");
    const right = { userName: login, password: `sandbox-${login}` };
    const blocked = await browser.sendTwice("/internet-bank/block", right);
    expect(blocked.text).toContain("رمزنما مسدود شد");
    expect((await signIn(login, await sara.take())).answer.text).toContain(rejected);
    expect((await signIn(login)).answer.text).toContain("رمز رمزنما لازم است");
  });

  test("who is signed in blocks without the password again", async () => {
    const browser = await signIn(people.reza.gatewayLogin);
    await browser.open("/internet-bank/block");
    expect((await browser.send("/internet-bank/block")).text).toContain("رمزنما مسدود شد");
  });

  test("R10 no password, code or account number is in the log", () => {
    for (const secret of [`sandbox-${login}`, people.reza.account, people.maryam.account])
      expect(bank.log()).not.toContain(secret);
  });
});
