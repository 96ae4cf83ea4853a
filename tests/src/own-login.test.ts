/** S22 Signing in to the mobile bank with login name and dynamic code, without the provider. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "./ask.ts";
import { takeToken, openChannel } from "./channel.ts";
import { setCoreBanking, setProvider } from "./core-banking.ts";
import { openDesk, type Desk } from "./desk.ts";
import { linkCustomer, type LinkedCustomer } from "./linked-customer.ts";
import {
  expectSignedIn,
  openMobileBrowser,
  readHome,
  type MobileBrowser,
} from "./mobile-browser.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza } = people;

let bank: TestBank;
let teller: Desk;
let linked: LinkedCustomer;
let browser: MobileBrowser;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  teller = await openDesk(bank, "teller");
  linked = await linkCustomer(bank, teller, sara);
});
afterAll(() => bank.stop());
beforeEach(() => {
  browser = openMobileBrowser(bank);
});

describe("non-central login", () => {
  const entry = (code: string, gatewayLogin: string = sara.gatewayLogin) => ({
    gatewayLogin,
    code,
    requestReference: randomUUID(),
  });
  const refused = [422, "sign_in_refused"];

  test("S22 login name and dynamic code open the same home, without the provider", async () => {
    const operator = await takeToken(bank, "sandbox-operator");
    const code = await linked.code();
    const reply = await browser.signInWithCode(entry(code));
    expect([reply.status, JSON.parse(reply.text)]).toEqual([201, { name: "سارا احمدی" }]);
    await setProvider(bank, "down", operator);
    try {
      for (const seconds of [0, 599, 599]) {
        bank.clock.advanceSeconds(seconds);
        await expectSignedIn(browser);
      }
    } finally {
      await setProvider(bank, "normal", operator);
    }
    expect((await readHome(browser)).session.way).toBe("own");
    expect(JSON.parse((await browser.ask("DELETE", "/customer/v1/session")).text)).toEqual({
      next: "/",
    });
    expect(refusalOf(await browser.signInWithCode(entry(code)))).toEqual(refused);
  });

  test("every refusal reads alike: wrong code, unlinked login, unknown login, a code of another purpose's card", async () => {
    const seen = new Set<string>();
    for (const wrong of [
      entry("00000000"),
      entry("12345678", reza.gatewayLogin),
      entry("12345678", "nobody.here"),
      entry("not digits"),
    ]) {
      const reply = await browser.signInWithCode(wrong);
      const { reference, ...rest } = JSON.parse(reply.text) as Record<string, unknown>;
      expect(typeof reference).toBe("string");
      seen.add(JSON.stringify([reply.status, rest]));
    }
    expect([...seen]).toHaveLength(1);
    expect(browser.cookie()).toBeUndefined();
  });

  test("a double click opens one session's worth of code; the same request a minute later opens nothing", async () => {
    const twice = entry(await linked.code());
    const replies = await Promise.all([
      browser.signInWithCode(twice),
      openMobileBrowser(bank).signInWithCode(twice),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    bank.clock.advanceSeconds(60);
    expect(refusalOf(await openMobileBrowser(bank).signInWithCode(twice))).toEqual(refused);
    const other = { ...twice, code: await linked.code() };
    expect(refusalOf(await browser.signInWithCode(other))).toEqual([409, "reference_reused"]);
  });

  test("core banking being away spends no code", async () => {
    const mine = entry(await linked.code());
    await setCoreBanking(bank, "down");
    try {
      expect(refusalOf(await browser.signInWithCode(mine))[1]).toBe("core_bank_unavailable");
    } finally {
      await setCoreBanking(bank, "normal");
    }
    expect((await browser.signInWithCode(mine)).status).toBe(201);
  });

  test("R9 no page but ours signs anybody in, reads a home, or signs anybody out", async () => {
    const mine = entry(await linked.code());
    const foreign = [
      { "x-ramznama-page": "" },
      { "sec-fetch-site": "cross-site" },
      { origin: "http://localhost:1" },
    ];
    for (const headers of foreign) {
      expect(refusalOf(await browser.signInWithCode(mine, headers))).toEqual([403, "cross_site"]);
    }
    expect((await browser.signInWithCode(mine)).status).toBe(201);
    for (const headers of foreign) {
      for (const [method, path] of [
        ["GET", "/customer/v1/home"],
        ["DELETE", "/customer/v1/session"],
      ] as const) {
        expect(refusalOf(await browser.ask(method, path, headers))).toEqual([403, "cross_site"]);
      }
    }
    await readHome(browser);
  });

  test("the requirement of a login is told to channels that verify logins, and to nobody else", async () => {
    const asks = async (channel: "internet-bank" | "shop", gatewayLogin: string) =>
      (await openChannel(bank, channel)).post<object>("/bank/v1/login-requirements", {
        gatewayLogin,
      });
    expect((await asks("internet-bank", sara.gatewayLogin)).body).toEqual({ codeRequired: true });
    expect((await asks("internet-bank", reza.gatewayLogin)).body).toEqual({ codeRequired: false });
    expect((await asks("internet-bank", "nobody.here")).body).toEqual({ codeRequired: false });
    expect((await asks("shop", sara.gatewayLogin)).status).toBe(403);
  });
});
