/** The secret behind a session of the branch console: changed, stolen, sent by foreign pages, and written down nowhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, refusalOf } from "./ask.ts";
import { openConsole, ownSession, sessionEnded, type ConsoleBrowser } from "./console-browser.ts";
import { sessionEvents, lastEvents, expectNowhere } from "./stored-sessions.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

let bank: TestBank;
let browser: ConsoleBrowser;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());
beforeEach(() => {
  browser = openConsole(bank);
});

describe("the secret of a session", () => {
  const rotate = async (): Promise<{ old: string; fresh: string }> => {
    await browser.signIn("teller");
    const old = browser.cookie() ?? "";
    await ownSession(browser);
    expect(browser.cookie()).toBe(old);
    bank.clock.advanceSeconds(300);
    await ownSession(browser);
    return { old, fresh: browser.cookie() ?? "" };
  };

  test("is changed with the first use after five minutes; what was under way is still let in", async () => {
    const { old, fresh } = await rotate();
    expect(fresh).not.toBe(old);
    await ownSession(browser);
    browser.useCookie(old);
    bank.clock.advanceSeconds(29);
    await ownSession(browser);
    expect(browser.cookie()).toBe(old);
    browser.useCookie(fresh);
    await ownSession(browser);
  });

  test("parallel requests with one secret change it once, and all are let in", async () => {
    await browser.signIn("teller");
    bank.clock.advanceSeconds(300);
    const cookie = browser.cookie() ?? "";
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => browser.ask("GET", "/staff/v1/session")),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    const given = replies.flatMap(({ headers }) => headers.getSetCookie());
    expect(given).toHaveLength(1);
    expect(browser.cookie()).not.toBe(cookie);
    await ownSession(browser);
  });

  test("a replaced secret that comes back late ends the session of both, with an alarm", async () => {
    const { old, fresh } = await rotate();
    await ownSession(browser);
    bank.clock.advanceSeconds(30);
    const thief = openConsole(bank);
    thief.useCookie(old);
    expect(refusalOf(await thief.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    browser.useCookie(fresh);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(await lastEvents(bank, 2)).toEqual(["session.reused", "session.ended reused"]);
  });

  test("a secret of long ago ends it as well, not only the last one", async () => {
    const { old } = await rotate();
    await ownSession(browser);
    for (let change = 0; change < 3; change += 1) {
      bank.clock.advanceSeconds(300);
      await ownSession(browser);
      await ownSession(browser);
    }
    const thief = openConsole(bank);
    thief.useCookie(old);
    expect(refusalOf(await thief.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(await lastEvents(bank, 2)).toEqual(["session.reused", "session.ended reused"]);
  });

  test("a new secret that got lost on its way is replaced, and whoever shows it later gives himself away", async () => {
    const { old, fresh } = await rotate();
    browser.useCookie(old);
    bank.clock.advanceSeconds(30);
    await ownSession(browser);
    expect([old, fresh]).not.toContain(browser.cookie());
    await ownSession(browser);
    const other = openConsole(bank);
    other.useCookie(fresh);
    expect(refusalOf(await other.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
  });

  test("what was never a secret of ours ends nothing", async () => {
    await browser.signIn("teller");
    const own = browser.cookie() ?? "";
    const events = await sessionEvents(bank);
    for (const value of ["", "x", "A".repeat(64), own.slice(1), `${own}A`, "%00", own + "\u0000"]) {
      const headers = { "x-ramznama-page": "1", cookie: `ramznama_branch=${encodeURI(value)}` };
      const question = { listener: "internal", method: "GET", path: "/staff/v1/session" } as const;
      expect(refusalOf(await ask(bank, { ...question, headers }))).toEqual(sessionEnded);
    }
    expect(await sessionEvents(bank)).toEqual(events);
    await ownSession(browser);
  });
});

describe("requests that no page of ours sent", () => {
  const doors = [
    ["GET", "/staff/v1/session"],
    ["GET", "/staff/v1/audit-events"],
    ["POST", "/staff/v1/customer-searches"],
    ["DELETE", "/staff/v1/customers/C1001/token-block"],
    ["POST", "/sign-out"],
  ] as const;
  const foreign = [
    ["without the page's header", { "x-ramznama-page": "" }],
    ["of another site", { "sec-fetch-site": "cross-site" }],
    ["of a sister site", { "sec-fetch-site": "same-site" }],
    ["typed into the address bar", { "sec-fetch-site": "none" }],
    ["with another origin", { origin: "http://localhost:1" }],
    ["with no origin to speak of", { origin: "null" }],
  ] as const;

  test.each(doors)("R9 %s %s refuses them, whatever the session may do", async (method, path) => {
    await browser.signIn("supervisor");
    const cookie = browser.cookie();
    for (const [what, headers] of foreign) {
      const reply = await browser.ask(method, path, headers);
      expect([what, ...refusalOf(reply)]).toEqual([what, 403, "cross_site"]);
    }
    expect(browser.cookie()).toBe(cookie);
    await ownSession(browser);
  });

  test("those of our pages pass, with what browsers add", async () => {
    await browser.signIn("supervisor");
    const headers = { "sec-fetch-site": "same-origin", origin: bank.internalUrl() };
    const reply = await browser.ask("GET", "/staff/v1/session", headers);
    expect(reply.status).toBe(200);
  });

  test("a cookie beside ours, put there by somebody else, makes neither count", async () => {
    await browser.signIn("teller");
    const cookie = `ramznama_branch=${"A".repeat(64)}; ramznama_branch=${browser.cookie() ?? ""}`;
    const reply = await browser.ask("GET", "/staff/v1/session", { cookie });
    expect(refusalOf(reply)).toEqual([401, "unauthenticated"]);
  });
});

test("R10 no cookie, code, state or secret of the client is in the log or, in the clear, in the database", async () => {
  const back = await browser.passProvider(await browser.beginSignIn(), "teller");
  await browser.takeWayBack(back);
  bank.clock.advanceSeconds(300);
  await ownSession(browser);
  const secrets = [
    ...browser.seen,
    back.searchParams.get("code") ?? "",
    back.searchParams.get("state") ?? "",
    "sandbox-branch-console",
  ];
  await expectNowhere(bank, secrets);
});
