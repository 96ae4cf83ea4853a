/** How people of the bank come to a session of the branch console, over HTTP, and every answer that does not fit. */
import type { getOwnSession } from "@ramznama/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearer, refusalOf } from "./ask.ts";
import { openConsole, ownSession, readAnswer, type ConsoleBrowser } from "./console-browser.ts";
import { forgedAnswers, forgedQuestions, withoutChallenge } from "./forged-sign-ins.ts";
import { signInStaff } from "./staff.ts";
import { sessionsBegun, lastEvents } from "./stored-sessions.ts";
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

describe("signing in at the branch console", () => {
  test("a teller signs in at the provider, comes back to the page asked for, and is known by cookie", async () => {
    const back = await browser.passProvider(await browser.beginSignIn("/tokens?q=1#x"), "teller");
    expect(back.href.startsWith(`${bank.internalUrl()}/callback?`)).toBe(true);
    expect(await browser.takeWayBack(back)).toBe("/tokens?q=1#x");
    const { user, name, roles, branch, session, bankName } = await ownSession(browser);
    expect({ user, roles, branch, bankName }).toEqual({
      user: "teller",
      roles: ["teller"],
      branch: "1201",
      bankName: "بانک مسکن",
    });
    expect(name).toContain("کارمند باجه");
    expect(session).toMatchObject({ user: "teller", branch: "1201" });
    expect(await lastEvents(bank, 1)).toEqual(["session.began"]);
  });

  test("the cookie is one opaque value that no script reads and no other site sends", async () => {
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    const answer = await browser.send(back.href);
    const lines = answer.headers.getSetCookie();
    const session = lines.find((line) => line.startsWith("ramznama_branch="));
    expect(session).toMatch(
      /^ramznama_branch=[A-Za-z0-9_-]{64}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(lines.join()).toMatch(
      /ramznama_branch_sign_in_[A-Za-z0-9_-]{12}=; Path=\/; HttpOnly; SameSite=Lax/,
    );
    expect(await answer.text()).not.toMatch(/eyJ/);
  });

  test("two tabs that set out at once both arrive", async () => {
    const [first, second] = [await browser.beginSignIn("/one"), await browser.beginSignIn("/two")];
    const back = await browser.passProvider(first, "teller");
    expect(await browser.takeWayBack(back)).toBe("/one");
    expect(await browser.takeWayBack(await browser.passProvider(second, "teller"))).toBe("/two");
    const reply = await browser.ask("GET", "/staff/v1/session");
    expect(readAnswer<typeof getOwnSession>(reply)).toMatchObject({ user: "teller" });
  });

  test("a bearer token of the same person has no session, and wins over a cookie", async () => {
    await browser.signIn("teller");
    const headers = bearer(await signInStaff(bank, "officer"));
    const reply = await browser.ask("GET", "/staff/v1/session", headers);
    expect(readAnswer<typeof getOwnSession>(reply)).toMatchObject({
      user: "officer",
      session: null,
    });
    const bad = await browser.ask("GET", "/staff/v1/session", bearer("not.a.token"));
    expect(refusalOf(bad)).toEqual([401, "unauthenticated"]);
  });

  test.each([
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example/", "/"],
    ["/.//evil.example/", "/"],
    ["/a/..//evil.example/", "/"],
    ["/%2e//evil.example/", "/"],
    ["/a\\..\\b", "/"],
    ["/a b", "/"],
    ["/deep/link?x=%2F%2Fevil", "/deep/link?x=%2F%2Fevil"],
  ])("the way back %s leads to %s", async (asked, expected) => {
    const back = await browser.passProvider(await browser.beginSignIn(asked), "teller");
    expect(await browser.takeWayBack(back)).toBe(expected);
  });

  test("who cancels at the provider is told so, and nothing is stored", async () => {
    const before = await sessionsBegun(bank);
    const form = (await browser.send((await browser.beginSignIn()).href)).headers.get("location");
    const post = { method: "POST", body: new URLSearchParams() };
    let next = await browser.send(`${bank.sandboxUrl}${form ?? ""}/abort`, post);
    while (!next.headers.get("location")?.startsWith(bank.internalUrl())) {
      const address = new URL(next.headers.get("location") ?? "", bank.sandboxUrl).href;
      next = await browser.send(address);
    }
    const back = new URL(next.headers.get("location") ?? "");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=cancelled");
    expect(await sessionsBegun(bank)).toBe(before);
  });

  test("S22 a customer who signs in at the staff's door is turned away and gets no session", async () => {
    const before = await sessionsBegun(bank);
    const back = await browser.passProvider(await browser.beginSignIn(), "sara.ahmadi");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=not-staff");
    expect([await sessionsBegun(bank), browser.cookie()]).toEqual([before, undefined]);
  });
});

describe("an answer that does not fit the sign-in is refused, and nothing is stored", () => {
  test.each(forgedAnswers)("%s", async (_what, forge) => {
    const before = await sessionsBegun(bank);
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    forge(back);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(bank), browser.cookie()]).toEqual([before, undefined]);
  });

  test.each(forgedQuestions)("%s in what the provider was asked", async (_what, forge) => {
    const before = await sessionsBegun(bank);
    const asked = await browser.beginSignIn();
    forge(asked);
    const back = await browser.passProvider(asked, "teller");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await sessionsBegun(bank)).toBe(before);
  });

  test("no challenge at all: the provider refuses by itself", async () => {
    const asked = withoutChallenge(await browser.beginSignIn());
    const answer = await browser.send(asked.href);
    const back = new URL(answer.headers.get("location") ?? "");
    expect(back.searchParams.get("error")).toBe("invalid_request");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
  });

  test("an answer that was taken once, and one that another browser brings", async () => {
    const asked = await browser.beginSignIn();
    const back = await browser.passProvider(asked, "teller");
    const stranger = openConsole(bank);
    await stranger.beginSignIn();
    expect(await stranger.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await openConsole(bank).takeWayBack(back)).toBe("/?signIn=failed");
    const pending = [...browser.seen];
    expect(await browser.takeWayBack(back)).toBe("/");
    const before = await sessionsBegun(bank);
    const state = back.searchParams.get("state") ?? "";
    const name = `ramznama_branch_sign_in_${state.slice(0, 12)}`;
    const cookie = `${name}=${pending.at(0) ?? ""}`;
    const again = await fetch(back, { redirect: "manual", headers: { cookie } });
    expect(again.headers.get("location")).toBe("/?signIn=failed");
    expect(await sessionsBegun(bank)).toBe(before);
  });

  test("a sign-in that took longer than ten minutes", async () => {
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    bank.clock.advanceSeconds(600);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
  });
});
