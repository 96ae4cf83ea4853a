/** How a session of the branch console ends: by time, by its people, by the officer, by what the provider says. */
import type { listStaffSessions } from "@ramznama/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askDatabase } from "./ask-database.ts";
import { refusalOf, type Reply } from "./ask.ts";
import { takeToken } from "./channel.ts";
import {
  openConsole,
  ownSession,
  readAnswer,
  sessionEnded,
  type ConsoleBrowser,
} from "./console-browser.ts";
import { changeStaff, setProvider } from "./core-banking.ts";
import { sessionEvents, lastEvents } from "./stored-sessions.ts";
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

describe("the end of a session", () => {
  test("fifteen minutes without use end it; a use in between does not", async () => {
    await browser.signIn("officer");
    bank.clock.advanceSeconds(899);
    await ownSession(browser);
    bank.clock.advanceSeconds(899);
    const { session } = await ownSession(browser);
    expect(Date.parse(session?.idleUntil ?? "")).toBe(bank.clock.now() + 900_000);
    bank.clock.advanceSeconds(900);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(await lastEvents(bank, 1)).toEqual(["session.ended idle"]);
    expect(browser.cookie()).toBeUndefined();
  });

  test("eight hours end it, however much it is used", async () => {
    await browser.signIn("officer");
    for (let minutes = 0; minutes < 470; minutes += 10) {
      bank.clock.advanceSeconds(600);
      await ownSession(browser);
    }
    bank.clock.advanceSeconds(599);
    const { session } = await ownSession(browser);
    expect(session?.idleUntil).toBe(session?.endsAt);
    bank.clock.advanceSeconds(1);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(await lastEvents(bank, 1)).toEqual(["session.ended whole_life"]);
  });

  test("what nobody used any more is ended on paper too, once", async () => {
    await browser.signIn("officer");
    const openBefore = (await sessionEvents(bank)).filter(
      (event) => event === "session.ended idle",
    );
    bank.clock.advanceSeconds(901);
    await bank.drain();
    await bank.drain();
    const after = (await sessionEvents(bank)).filter((event) => event === "session.ended idle");
    expect(after.length).toBeGreaterThan(openBefore.length);
    const left = await askDatabase(bank, "select 1 from sessions where ended_at is null");
    expect(left).toEqual([]);
    const tokens = await askDatabase(
      bank,
      "select 1 from sessions where ended_at is not null and sealed_refresh_token is not null",
    );
    expect(tokens).toEqual([]);
  });

  test("signing out ends it here, and then at the provider", async () => {
    await browser.signIn("teller");
    const cookie = browser.cookie() ?? "";
    const reply = await browser.ask("POST", "/sign-out");
    const { next } = JSON.parse(reply.text) as { next: string };
    expect(next.startsWith(`${bank.sandboxUrl}/oidc/session/end?`)).toBe(true);
    expect(new URL(next).searchParams.get("post_logout_redirect_uri")).toBe(
      `${bank.internalUrl()}/`,
    );
    expect([...new URL(next).searchParams.keys()]).not.toContain("id_token_hint");
    expect(browser.cookie()).toBeUndefined();
    browser.useCookie(cookie);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    expect(await lastEvents(bank, 1)).toEqual(["session.ended signed_out"]);
  });

  test("an officer sees live sessions and ends one at once; nobody else may", async () => {
    await browser.signIn("teller2");
    const officer = openConsole(bank);
    await officer.signIn("officer");
    const list = readAnswer<typeof listStaffSessions>(
      await officer.ask("GET", "/staff/v1/sessions"),
    );
    expect(list.sessions.slice(0, 2).map(({ user }) => user)).toEqual(["officer", "teller2"]);
    const id = list.sessions[1]?.id ?? "";
    const address = `/staff/v1/sessions/${id}`;
    expect(refusalOf(await browser.ask("DELETE", address))).toEqual([403, "forbidden"]);
    expect(JSON.parse((await officer.ask("DELETE", address)).text)).toEqual({ ended: true });
    expect(JSON.parse((await officer.ask("DELETE", address)).text)).toEqual({ ended: false });
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
    const [row] = await askDatabase<{ type: string; actor: string }>(
      bank,
      "select type, actor from audit_events where type like 'session.%' order by id desc limit 1",
    );
    expect(row).toEqual({ type: "session.ended", actor: "officer" });
    const next = await officer.ask("GET", "/staff/v1/sessions?limit=1");
    expect(readAnswer<typeof listStaffSessions>(next)).toMatchObject({
      sessions: [{ user: "officer" }],
    });
  });

  test("a new sign-in of the same browser ends the session before it", async () => {
    await browser.signIn("teller");
    const first = browser.cookie() ?? "";
    await browser.signIn("teller");
    expect(browser.cookie()).not.toBe(first);
    browser.useCookie(first);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(sessionEnded);
  });
});

describe("what the provider says meanwhile", () => {
  const asks = async (): Promise<Reply> => browser.ask("GET", "/staff/v1/session");

  /** Past the ten minutes, never idle. */
  const waitForCheck = async (): Promise<void> => {
    bank.clock.advanceSeconds(599);
    await ownSession(browser);
    bank.clock.advanceSeconds(1);
  };

  test("roles are asked for anew every ten minutes, each time with a fresh refresh token", async () => {
    await browser.signIn("teller");
    const sealed = async () =>
      (
        await askDatabase<{ t: string }>(
          bank,
          "select sealed_refresh_token::text t from sessions order by number desc limit 1",
        )
      )[0]?.t;
    const first = await sealed();
    await waitForCheck();
    expect(await sealed()).toBe(first);
    await ownSession(browser);
    const second = await sealed();
    expect(second).not.toBe(first);
    await waitForCheck();
    await ownSession(browser);
    expect(await sealed()).not.toBe(second);
  });

  test.each([
    ["another role", { role: "supervisor", branch: "1201" }, "roles_changed"],
    ["another branch", { role: "teller", branch: "1202" }, "roles_changed"],
    ["no branch", { role: "teller", branch: null }, "roles_changed"],
    [
      "gone from the bank",
      { role: "teller", branch: "1201", employed: false },
      "refused_by_provider",
    ],
  ] as const)("%s ends the session at the next check", async (_what, posting, reason) => {
    await browser.signIn("teller");
    await changeStaff(bank, "teller", posting);
    try {
      await waitForCheck();
      expect(refusalOf(await asks())).toEqual(sessionEnded);
      expect(await lastEvents(bank, 1)).toEqual([`session.ended ${reason}`]);
    } finally {
      await changeStaff(bank, "teller", { role: "teller", branch: "1201" });
    }
  });

  test("a provider that is away for a moment throws nobody out, and after half an hour everybody", async () => {
    await browser.signIn("teller");
    const operator = await takeToken(bank, "sandbox-operator");
    await setProvider(bank, "down", operator);
    try {
      for (const seconds of [600, 600, 599]) {
        bank.clock.advanceSeconds(seconds);
        await ownSession(browser);
      }
      bank.clock.advanceSeconds(31);
      expect(refusalOf(await asks())).toEqual(sessionEnded);
      expect(await lastEvents(bank, 1)).toEqual(["session.ended provider_away"]);
    } finally {
      await setProvider(bank, "normal", operator);
    }
  });

  test("a provider that comes back is asked again, and the session goes on", async () => {
    await browser.signIn("teller");
    const operator = await takeToken(bank, "sandbox-operator");
    await setProvider(bank, "nonsense", operator);
    bank.clock.advanceSeconds(600);
    await ownSession(browser);
    await setProvider(bank, "normal", operator);
    for (let minutes = 0; minutes < 40; minutes += 10) {
      bank.clock.advanceSeconds(600);
      await ownSession(browser);
    }
  });

  test("parallel requests at the time of a check ask the provider once", async () => {
    await browser.signIn("teller");
    bank.clock.advanceSeconds(600);
    const replies = await Promise.all(Array.from({ length: 8 }, asks));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    bank.clock.advanceSeconds(600);
    await ownSession(browser);
  });

  test("while the provider is away nobody signs in, and the page says so", async () => {
    const operator = await takeToken(bank, "sandbox-operator");
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    await setProvider(bank, "down", operator);
    try {
      expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    } finally {
      await setProvider(bank, "normal", operator);
    }
  });
});
