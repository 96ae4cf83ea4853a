import type { getOwnSession, listStaffSessions, Route, RouteOutput } from "@ramznama/contract";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, bearer, refusalOf, type Reply } from "./ask.ts";
import { takeToken } from "./channel.ts";
import { openConsole, type ConsoleBrowser } from "./console-browser.ts";
import { changeStaff, setProvider } from "./core-banking.ts";
import { signInStaff } from "./staff.ts";
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

const query = async <T extends pg.QueryResultRow>(text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

const sessionsBegun = async (): Promise<number> =>
  Number((await query<{ n: string }>("select count(*) n from sessions"))[0]?.n);

/** Events of sessions, oldest first, as type and reason. */
const sessionEvents = async (): Promise<string[]> =>
  (
    await query<{ event: string }>(
      `select concat_ws(' ', type, details->>'reason') as event from audit_events
       where type like 'session.%' order by id`,
    )
  ).map(({ event }) => event);

const lastEvents = async (count: number): Promise<string[]> =>
  (await sessionEvents()).slice(-count);

const read = <R extends Route>(reply: Reply): RouteOutput<R> => {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return JSON.parse(reply.text) as RouteOutput<R>;
};

const ownSession = async (of: ConsoleBrowser = browser) =>
  read<typeof getOwnSession>(await of.ask("GET", "/staff/v1/session"));

const ended = [401, "session_ended"];

describe("signing in at the branch console", () => {
  test("a teller signs in at the provider, comes back to the page asked for, and is known by cookie", async () => {
    const back = await browser.passProvider(await browser.beginSignIn("/tokens?q=1#x"), "teller");
    expect(back.href.startsWith(`${bank.internalUrl()}/callback?`)).toBe(true);
    expect(await browser.takeWayBack(back)).toBe("/tokens?q=1#x");
    const { user, name, roles, branch, session, bankName } = await ownSession();
    expect({ user, roles, branch, bankName }).toEqual({
      user: "teller",
      roles: ["teller"],
      branch: "1201",
      bankName: "بانک مسکن",
    });
    expect(name).toContain("کارمند باجه");
    expect(session).toMatchObject({ user: "teller", branch: "1201" });
    expect(await lastEvents(1)).toEqual(["session.began"]);
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
    expect(read<typeof getOwnSession>(reply)).toMatchObject({ user: "teller" });
  });

  test("a bearer token of the same person has no session, and wins over a cookie", async () => {
    await browser.signIn("teller");
    const headers = bearer(await signInStaff(bank, "officer"));
    const reply = await browser.ask("GET", "/staff/v1/session", headers);
    expect(read<typeof getOwnSession>(reply)).toMatchObject({ user: "officer", session: null });
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
    const before = await sessionsBegun();
    const form = (await browser.send((await browser.beginSignIn()).href)).headers.get("location");
    const post = { method: "POST", body: new URLSearchParams() };
    let next = await browser.send(`${bank.sandboxUrl}${form ?? ""}/abort`, post);
    while (!next.headers.get("location")?.startsWith(bank.internalUrl())) {
      const address = new URL(next.headers.get("location") ?? "", bank.sandboxUrl).href;
      next = await browser.send(address);
    }
    const back = new URL(next.headers.get("location") ?? "");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=cancelled");
    expect(await sessionsBegun()).toBe(before);
  });

  test("S22 a customer who signs in at the staff's door is turned away and gets no session", async () => {
    const before = await sessionsBegun();
    const back = await browser.passProvider(await browser.beginSignIn(), "sara.ahmadi");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=not-staff");
    expect([await sessionsBegun(), browser.cookie()]).toEqual([before, undefined]);
  });
});

describe("an answer that does not fit the sign-in is refused, and nothing is stored", () => {
  type Change = (back: URL) => void;
  const changes: readonly (readonly [string, Change])[] = [
    [
      "another state",
      (back) => {
        back.searchParams.set("state", "A".repeat(43));
      },
    ],
    [
      "no state",
      (back) => {
        back.searchParams.delete("state");
      },
    ],
    [
      "another issuer (RFC 9207)",
      (back) => {
        back.searchParams.set("iss", "http://localhost:1/oidc");
      },
    ],
    [
      "no issuer",
      (back) => {
        back.searchParams.delete("iss");
      },
    ],
    [
      "another code",
      (back) => {
        back.searchParams.set("code", "x".repeat(43));
      },
    ],
    [
      "no code",
      (back) => {
        back.searchParams.delete("code");
      },
    ],
    [
      "two states",
      (back) => {
        back.searchParams.append("state", "x");
      },
    ],
  ];
  test.each(changes)("%s", async (_what, change) => {
    const before = await sessionsBegun();
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    change(back);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(), browser.cookie()]).toEqual([before, undefined]);
  });

  const forgeries: readonly (readonly [string, Change])[] = [
    [
      "another nonce",
      (asked) => {
        asked.searchParams.set("nonce", "A".repeat(43));
      },
    ],
    [
      "no nonce",
      (asked) => {
        asked.searchParams.delete("nonce");
      },
    ],
    [
      "the challenge of another verifier",
      (asked) => {
        asked.searchParams.set("code_challenge", "A".repeat(43));
      },
    ],
  ];
  test.each(forgeries)("%s in what the provider was asked", async (_what, change) => {
    const before = await sessionsBegun();
    const asked = await browser.beginSignIn();
    change(asked);
    const back = await browser.passProvider(asked, "teller");
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await sessionsBegun()).toBe(before);
  });

  test("no challenge at all: the provider refuses by itself", async () => {
    const asked = await browser.beginSignIn();
    asked.searchParams.delete("code_challenge");
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
    const before = await sessionsBegun();
    const state = back.searchParams.get("state") ?? "";
    const name = `ramznama_branch_sign_in_${state.slice(0, 12)}`;
    const cookie = `${name}=${pending.at(0) ?? ""}`;
    const again = await fetch(back, { redirect: "manual", headers: { cookie } });
    expect(again.headers.get("location")).toBe("/?signIn=failed");
    expect(await sessionsBegun()).toBe(before);
  });

  test("a sign-in that took longer than ten minutes", async () => {
    const back = await browser.passProvider(await browser.beginSignIn(), "teller");
    bank.clock.advanceSeconds(600);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
  });
});

describe("the end of a session", () => {
  test("fifteen minutes without use end it; a use in between does not", async () => {
    await browser.signIn("officer");
    bank.clock.advanceSeconds(899);
    await ownSession();
    bank.clock.advanceSeconds(899);
    const { session } = await ownSession();
    expect(Date.parse(session?.idleUntil ?? "")).toBe(bank.clock.now() + 900_000);
    bank.clock.advanceSeconds(900);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(await lastEvents(1)).toEqual(["session.ended idle"]);
    expect(browser.cookie()).toBeUndefined();
  });

  test("eight hours end it, however much it is used", async () => {
    await browser.signIn("officer");
    for (let minutes = 0; minutes < 470; minutes += 10) {
      bank.clock.advanceSeconds(600);
      await ownSession();
    }
    bank.clock.advanceSeconds(599);
    const { session } = await ownSession();
    expect(session?.idleUntil).toBe(session?.endsAt);
    bank.clock.advanceSeconds(1);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(await lastEvents(1)).toEqual(["session.ended whole_life"]);
  });

  test("what nobody used any more is ended on paper too, once", async () => {
    await browser.signIn("officer");
    const openBefore = (await sessionEvents()).filter((event) => event === "session.ended idle");
    bank.clock.advanceSeconds(901);
    await bank.drain();
    await bank.drain();
    const after = (await sessionEvents()).filter((event) => event === "session.ended idle");
    expect(after.length).toBeGreaterThan(openBefore.length);
    const left = await query("select 1 from sessions where ended_at is null");
    expect(left).toEqual([]);
    const tokens = await query(
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
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(await lastEvents(1)).toEqual(["session.ended signed_out"]);
  });

  test("an officer sees live sessions and ends one at once; nobody else may", async () => {
    await browser.signIn("teller2");
    const officer = openConsole(bank);
    await officer.signIn("officer");
    const list = read<typeof listStaffSessions>(await officer.ask("GET", "/staff/v1/sessions"));
    expect(list.sessions.slice(0, 2).map(({ user }) => user)).toEqual(["officer", "teller2"]);
    const id = list.sessions[1]?.id ?? "";
    const address = `/staff/v1/sessions/${id}`;
    expect(refusalOf(await browser.ask("DELETE", address))).toEqual([403, "forbidden"]);
    expect(JSON.parse((await officer.ask("DELETE", address)).text)).toEqual({ ended: true });
    expect(JSON.parse((await officer.ask("DELETE", address)).text)).toEqual({ ended: false });
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
    const [row] = await query<{ type: string; actor: string }>(
      "select type, actor from audit_events where type like 'session.%' order by id desc limit 1",
    );
    expect(row).toEqual({ type: "session.ended", actor: "officer" });
    const next = await officer.ask("GET", "/staff/v1/sessions?limit=1");
    expect(read<typeof listStaffSessions>(next)).toMatchObject({ sessions: [{ user: "officer" }] });
  });

  test("a new sign-in of the same browser ends the session before it", async () => {
    await browser.signIn("teller");
    const first = browser.cookie() ?? "";
    await browser.signIn("teller");
    expect(browser.cookie()).not.toBe(first);
    browser.useCookie(first);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
  });
});

describe("the secret of a session", () => {
  const rotate = async (): Promise<{ old: string; fresh: string }> => {
    await browser.signIn("teller");
    const old = browser.cookie() ?? "";
    await ownSession();
    expect(browser.cookie()).toBe(old);
    bank.clock.advanceSeconds(300);
    await ownSession();
    return { old, fresh: browser.cookie() ?? "" };
  };

  test("is changed with the first use after five minutes; what was under way is still let in", async () => {
    const { old, fresh } = await rotate();
    expect(fresh).not.toBe(old);
    await ownSession();
    browser.useCookie(old);
    bank.clock.advanceSeconds(29);
    await ownSession();
    expect(browser.cookie()).toBe(old);
    browser.useCookie(fresh);
    await ownSession();
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
    await ownSession();
  });

  test("a replaced secret that comes back late ends the session of both, with an alarm", async () => {
    const { old, fresh } = await rotate();
    await ownSession();
    bank.clock.advanceSeconds(30);
    const thief = openConsole(bank);
    thief.useCookie(old);
    expect(refusalOf(await thief.ask("GET", "/staff/v1/session"))).toEqual(ended);
    browser.useCookie(fresh);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(await lastEvents(2)).toEqual(["session.reused", "session.ended reused"]);
  });

  test("a secret of long ago ends it as well, not only the last one", async () => {
    const { old } = await rotate();
    await ownSession();
    for (let change = 0; change < 3; change += 1) {
      bank.clock.advanceSeconds(300);
      await ownSession();
      await ownSession();
    }
    const thief = openConsole(bank);
    thief.useCookie(old);
    expect(refusalOf(await thief.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(await lastEvents(2)).toEqual(["session.reused", "session.ended reused"]);
  });

  test("a new secret that got lost on its way is replaced, and whoever shows it later gives himself away", async () => {
    const { old, fresh } = await rotate();
    browser.useCookie(old);
    bank.clock.advanceSeconds(30);
    await ownSession();
    expect([old, fresh]).not.toContain(browser.cookie());
    await ownSession();
    const other = openConsole(bank);
    other.useCookie(fresh);
    expect(refusalOf(await other.ask("GET", "/staff/v1/session"))).toEqual(ended);
    expect(refusalOf(await browser.ask("GET", "/staff/v1/session"))).toEqual(ended);
  });

  test("what was never a secret of ours ends nothing", async () => {
    await browser.signIn("teller");
    const own = browser.cookie() ?? "";
    const events = await sessionEvents();
    for (const value of ["", "x", "A".repeat(64), own.slice(1), `${own}A`, "%00", own + "\u0000"]) {
      const headers = { "x-ramznama-page": "1", cookie: `ramznama_branch=${encodeURI(value)}` };
      const question = { listener: "internal", method: "GET", path: "/staff/v1/session" } as const;
      expect(refusalOf(await ask(bank, { ...question, headers }))).toEqual(ended);
    }
    expect(await sessionEvents()).toEqual(events);
    await ownSession();
  });
});

describe("what the provider says meanwhile", () => {
  const asks = async (): Promise<Reply> => browser.ask("GET", "/staff/v1/session");

  /** Past the ten minutes, never idle. */
  const waitForCheck = async (): Promise<void> => {
    bank.clock.advanceSeconds(599);
    await ownSession();
    bank.clock.advanceSeconds(1);
  };

  test("roles are asked for anew every ten minutes, each time with a fresh refresh token", async () => {
    await browser.signIn("teller");
    const sealed = async () =>
      (
        await query<{ t: string }>(
          "select sealed_refresh_token::text t from sessions order by number desc limit 1",
        )
      )[0]?.t;
    const first = await sealed();
    await waitForCheck();
    expect(await sealed()).toBe(first);
    await ownSession();
    const second = await sealed();
    expect(second).not.toBe(first);
    await waitForCheck();
    await ownSession();
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
      expect(refusalOf(await asks())).toEqual(ended);
      expect(await lastEvents(1)).toEqual([`session.ended ${reason}`]);
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
        await ownSession();
      }
      bank.clock.advanceSeconds(31);
      expect(refusalOf(await asks())).toEqual(ended);
      expect(await lastEvents(1)).toEqual(["session.ended provider_away"]);
    } finally {
      await setProvider(bank, "normal", operator);
    }
  });

  test("a provider that comes back is asked again, and the session goes on", async () => {
    await browser.signIn("teller");
    const operator = await takeToken(bank, "sandbox-operator");
    await setProvider(bank, "nonsense", operator);
    bank.clock.advanceSeconds(600);
    await ownSession();
    await setProvider(bank, "normal", operator);
    for (let minutes = 0; minutes < 40; minutes += 10) {
      bank.clock.advanceSeconds(600);
      await ownSession();
    }
  });

  test("parallel requests at the time of a check ask the provider once", async () => {
    await browser.signIn("teller");
    bank.clock.advanceSeconds(600);
    const replies = await Promise.all(Array.from({ length: 8 }, asks));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    bank.clock.advanceSeconds(600);
    await ownSession();
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
    await ownSession();
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
  await ownSession();
  const secrets = [
    ...browser.seen,
    back.searchParams.get("code") ?? "",
    back.searchParams.get("state") ?? "",
    "sandbox-branch-console",
  ];
  const rows = await query<{ row: string }>(
    `select s::text as row from sessions s union all select p::text from pending_sign_ins p
     union all select e::text from audit_events e`,
  );
  const text = bank.log() + rows.map(({ row }) => row).join("\n");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(15);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret, "base64url").toString("hex"));
  }
});
