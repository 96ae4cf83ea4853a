/** S22 «لاگین متمرکز» at the mobile bank over HTTP: password, code where one is needed, and every answer that does not fit. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askDatabase } from "./ask-database.ts";
import { refusalOf } from "./ask.ts";
import { takeToken } from "./channel.ts";
import { sessionEnded } from "./console-browser.ts";
import { setProvider } from "./core-banking.ts";
import { actOnToken, askForLinks, decide, issueAccountToken, openDesk, type Desk } from "./desk.ts";
import { forgedAnswers, forgedQuestions, withoutChallenge } from "./forged-sign-ins.ts";
import { linkCustomer, type LinkedCustomer } from "./linked-customer.ts";
import {
  expectSignedIn,
  openMobileBrowser,
  pageOf,
  readHome,
  wayBackOf,
  type MobileBrowser,
} from "./mobile-browser.ts";
import { expectNowhere, sessionsBegun } from "./stored-sessions.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;

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

describe("central login", () => {
  test("S22 a customer whose login no token is linked to signs in with the password alone, and sees cards, accounts and events", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    const seen = await readHome(browser);
    expect(seen).toMatchObject({
      customer: { name: "رضا کریمی", gatewayLogin: reza.gatewayLogin },
      session: { way: "central" },
      device: null,
      isBlocked: false,
    });
    expect(seen.cards.map(({ number }) => number)).toContain("628023******2020");
    expect(JSON.stringify(seen)).not.toContain(reza.card);
    expect(seen.accounts).toContainEqual({ number: reza.jointAccount, isJoint: true });
  });

  test("S22 S24 where a live token is linked, the provider asks for its code, takes it once, and says so in acr and amr", async () => {
    const asked = await browser.beginSignIn();
    const page = pageOf(await browser.givePassword(asked, sara.gatewayLogin));
    expect([page.status, page.text.includes("رمز از رمزنما")]).toEqual([200, true]);
    const code = await linked.code();
    const wrong = pageOf(
      await browser.giveCode(
        page,
        code.replace(/.$/, (d) => String((+d + 1) % 10)),
      ),
    );
    expect([wrong.status, wrong.text.includes("رمز پذیرفته نشد")]).toEqual([401, true]);
    const back = await browser.giveCode(wrong, code);
    if (!(back instanceof URL)) throw new Error(back.text);
    expect(await browser.takeWayBack(back)).toBe("/home");
    expect((await readHome(browser)).events[0]).toMatchObject({
      kind: "code_accepted",
      subject: linked.serial,
      purpose: "gateway-login",
    });
    const other = openMobileBrowser(bank);
    const again = pageOf(await other.givePassword(await other.beginSignIn(), sara.gatewayLogin));
    expect(pageOf(await other.giveCode(again, code)).status).toBe(401);
  });

  test("S5 an account that two people have linked shows among one's own events, the approval as the asking", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    const changes = async () =>
      (await readHome(browser)).events.filter(({ kind }) => kind === "links_changed").length;
    const { serial } = await issueAccountToken(teller, reza.customerId);
    const asked = await askForLinks(teller, serial, { accounts: [reza.jointAccount] });
    const before = await changes();
    const supervisor = await openDesk(bank, "supervisor");
    expect((await decide(supervisor, asked.body.approval)).body.state).toBe("approved");
    expect(await changes()).toBe(before + 1);
  });

  test("a wrong password learns nothing about whether a code would be asked", async () => {
    const of = async (login: string) => {
      const next = await browser.givePassword(await browser.beginSignIn(), login, "wrong");
      const { status, text } = pageOf(next);
      return { status, text: text.replaceAll(/ \S*interaction\S*/gu, "") };
    };
    expect(await of(sara.gatewayLogin)).toEqual(await of(reza.gatewayLogin));
  });

  test("a suspended token still asks for its code: a stolen phone is not passed by leaving it out", async () => {
    const own = await linkCustomer(bank, teller, maryam);
    await actOnToken(teller, own.serial, "suspension");
    const page = pageOf(
      await browser.givePassword(await browser.beginSignIn(), maryam.gatewayLogin),
    );
    expect(pageOf(await browser.giveCode(page, "12345678")).status).toBe(401);
    await actOnToken(teller, own.serial, "revocation");
    await openMobileBrowser(bank).signInCentrally(maryam.gatewayLogin);
  });

  test("single sign-on ends where a token has come to be linked since", async () => {
    const desk = await openDesk(bank, "teller");
    await browser.signInCentrally(maryam.gatewayLogin);
    const released = await askDatabase<{ id: string }>(
      bank,
      `select id from devices where customer_id = '${maryam.customerId}' and ended_at is null`,
    );
    expect(released).toHaveLength(1);
    // Without a new token the provider asks for nothing.
    expect(
      await browser.givePassword(await browser.beginSignIn(), maryam.gatewayLogin),
    ).toBeInstanceOf(URL);
    await askDatabase(
      bank,
      `update devices set ended_at = now(), end_reason = 'replaced' where id = '${released[0]?.id ?? ""}'`,
    );
    await linkCustomer(bank, desk, maryam);
    const next = await browser.send((await browser.beginSignIn()).href);
    expect(next.headers.get("location")).toContain("/oidc/interaction/");
  });

  test("S22 somebody of the staff is no customer here, and gets no session", async () => {
    const before = await sessionsBegun(bank);
    const back = wayBackOf(await browser.givePassword(await browser.beginSignIn(), "teller"));
    expect(await browser.takeWayBack(back)).toBe("/?signIn=not-customer");
    expect([await sessionsBegun(bank), browser.cookie()]).toEqual([before, undefined]);
  });

  test("a customer signs out at the one door of the contract, and an address beside it ends nothing", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    expect((await browser.ask("POST", "/sign-out")).status).toBe(404);
    expect((await readHome(browser)).session).toMatchObject({ way: "central" });
  });

  test("signing out ends the session here and leads to the provider's end of its own", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    const cookie = browser.cookie() ?? "";
    const reply = await browser.ask("DELETE", "/customer/v1/session");
    const { next } = JSON.parse(reply.text) as { next: string };
    expect(next.startsWith(`${bank.sandboxUrl}/oidc/session/end?`)).toBe(true);
    browser.useCookie(cookie);
    expect(refusalOf(await browser.ask("GET", "/customer/v1/home"))).toEqual(sessionEnded);
  });

  test("ten minutes without use end it, and an hour in any case; the refresh token is changed on the way", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    for (let minutes = 0; minutes < 55; minutes += 5) {
      bank.clock.advanceSeconds(300);
      await readHome(browser);
    }
    bank.clock.advanceSeconds(299);
    await readHome(browser);
    bank.clock.advanceSeconds(1);
    expect(refusalOf(await browser.ask("GET", "/customer/v1/home"))).toEqual(sessionEnded);
    const idle = openMobileBrowser(bank);
    await idle.signInCentrally(reza.gatewayLogin);
    bank.clock.advanceSeconds(600);
    expect(refusalOf(await idle.ask("GET", "/customer/v1/home"))).toEqual(sessionEnded);
  });

  test("a provider that is away ends nobody's session, and nobody signs in meanwhile", async () => {
    const operator = await takeToken(bank, "sandbox-operator");
    await browser.signInCentrally(reza.gatewayLogin);
    const late = openMobileBrowser(bank);
    const back = wayBackOf(await late.givePassword(await late.beginSignIn(), reza.gatewayLogin));
    await setProvider(bank, "down", operator);
    try {
      for (const seconds of [599, 500]) {
        bank.clock.advanceSeconds(seconds);
        await expectSignedIn(browser);
      }
      expect(await late.takeWayBack(back)).toBe("/?signIn=failed");
    } finally {
      await setProvider(bank, "normal", operator);
    }
    await readHome(browser);
  });
});

describe("an answer that does not fit the sign-in is refused, and nothing is stored", () => {
  test.each(forgedAnswers)("%s", async (_what, forge) => {
    const before = await sessionsBegun(bank);
    const back = wayBackOf(
      await browser.givePassword(await browser.beginSignIn(), reza.gatewayLogin),
    );
    forge(back);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(bank), browser.cookie()]).toEqual([before, undefined]);
  });

  test.each(forgedQuestions)("%s in what the provider was asked", async (_what, forge) => {
    const before = await sessionsBegun(bank);
    const asked = await browser.beginSignIn();
    forge(asked);
    const back = wayBackOf(await browser.givePassword(asked, reza.gatewayLogin));
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await sessionsBegun(bank)).toBe(before);
  });

  test("no PKCE challenge at all: the provider refuses by itself", async () => {
    const asked = withoutChallenge(await browser.beginSignIn());
    const answer = await browser.send(asked.href);
    expect(answer.headers.get("location")).toContain("error=invalid_request");
  });

  test("an authorization code that was taken once, one that another browser brings, and the back button in the middle", async () => {
    const back = wayBackOf(
      await browser.givePassword(await browser.beginSignIn(), reza.gatewayLogin),
    );
    const stranger = openMobileBrowser(bank);
    await stranger.beginSignIn();
    expect(await stranger.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await browser.takeWayBack(back)).toBe("/home");
    const before = await sessionsBegun(bank);
    const cookie = browser.cookie();
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(bank), browser.cookie()]).toEqual([before, cookie]);
    await readHome(browser);
  });
});

test("R10 no cookie, code, state or secret of the client is in the log or, in the clear, in the database; nor the network address", async () => {
  const code = await linked.code();
  const reply = await browser.signInWithCode({
    gatewayLogin: sara.gatewayLogin,
    code,
    requestReference: randomUUID(),
  });
  expect(reply.status).toBe(201);
  const other = openMobileBrowser(bank);
  const back = wayBackOf(await other.givePassword(await other.beginSignIn(), reza.gatewayLogin));
  await other.takeWayBack(back);
  const secrets = [
    ...browser.seen,
    ...other.seen,
    back.searchParams.get("code") ?? "",
    back.searchParams.get("state") ?? "",
    "sandbox-mobile-bank",
    code,
  ];
  const stored = await expectNowhere(bank, secrets);
  expect(stored.join()).not.toMatch(/127\.0\.0\.1|::1/);
});
