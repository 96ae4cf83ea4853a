/** S22 «لاگین متمرکز» at the mobile bank over HTTP: password, code where one is needed, and every answer that does not fit. */
import { randomUUID } from "node:crypto";
import type { CustomerHome } from "@ramznama/contract";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf, type Reply } from "./ask.ts";
import { takeToken, openChannel } from "./channel.ts";
import { setCoreBanking, setProvider } from "./core-banking.ts";
import { actOnToken, askForLinks, decide, issueAccountToken, openDesk, type Desk } from "./desk.ts";
import { linkCustomer, type LinkedCustomer } from "./linked-customer.ts";
import { openMobileBrowser, type MobileBrowser, type ProviderPage } from "./mobile-browser.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startSkewedProvider, type SkewedProvider } from "./skewed-provider.ts";
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

const readHome = (reply: Reply): CustomerHome => {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return JSON.parse(reply.text) as CustomerHome;
};

const home = async (of: MobileBrowser = browser): Promise<CustomerHome> =>
  readHome(await of.ask("GET", "/customer/v1/home"));

/** Without the provider core banking cannot be asked for long; the session stands, and the page says what is missing. */
const isSignedIn = async (): Promise<void> => {
  const reply = await browser.ask("GET", "/customer/v1/home");
  if (reply.status !== 200) expect(refusalOf(reply)).toEqual([503, "core_bank_unavailable"]);
};

const pageOf = (next: URL | ProviderPage): ProviderPage => {
  if (next instanceof URL) throw new Error("the provider asked for nothing more");
  return next;
};

const ended = [401, "session_ended"];

describe("central login", () => {
  test("S22 a customer whose login no token is linked to signs in with the password alone, and sees cards, accounts and events", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    const seen = await home();
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
    expect((await home()).events[0]).toMatchObject({
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
      (await home()).events.filter(({ kind }) => kind === "links_changed").length;
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
    const released = await query<{ id: string }>(
      `select id from devices where customer_id = '${maryam.customerId}' and ended_at is null`,
    );
    expect(released).toHaveLength(1);
    // Without a new token the provider asks for nothing.
    expect(
      await browser.givePassword(await browser.beginSignIn(), maryam.gatewayLogin),
    ).toBeInstanceOf(URL);
    await query(
      `update devices set ended_at = now(), end_reason = 'replaced' where id = '${released[0]?.id ?? ""}'`,
    );
    await linkCustomer(bank, desk, maryam);
    const next = await browser.send((await browser.beginSignIn()).href);
    expect(next.headers.get("location")).toContain("/oidc/interaction/");
  });

  test("S22 somebody of the staff is no customer here, and gets no session", async () => {
    const before = await sessionsBegun();
    const back = await browser.givePassword(await browser.beginSignIn(), "teller");
    if (!(back instanceof URL)) throw new Error(back.text);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=not-customer");
    expect([await sessionsBegun(), browser.cookie()]).toEqual([before, undefined]);
  });

  test("signing out ends the session here and leads to the provider's end of its own", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    const cookie = browser.cookie() ?? "";
    const reply = await browser.ask("DELETE", "/customer/v1/session");
    const { next } = JSON.parse(reply.text) as { next: string };
    expect(next.startsWith(`${bank.sandboxUrl}/oidc/session/end?`)).toBe(true);
    browser.useCookie(cookie);
    expect(refusalOf(await browser.ask("GET", "/customer/v1/home"))).toEqual(ended);
  });

  test("ten minutes without use end it, and an hour in any case; the refresh token is changed on the way", async () => {
    await browser.signInCentrally(reza.gatewayLogin);
    for (let minutes = 0; minutes < 55; minutes += 5) {
      bank.clock.advanceSeconds(300);
      await home();
    }
    bank.clock.advanceSeconds(299);
    await home();
    bank.clock.advanceSeconds(1);
    expect(refusalOf(await browser.ask("GET", "/customer/v1/home"))).toEqual(ended);
    const idle = openMobileBrowser(bank);
    await idle.signInCentrally(reza.gatewayLogin);
    bank.clock.advanceSeconds(600);
    expect(refusalOf(await idle.ask("GET", "/customer/v1/home"))).toEqual(ended);
  });

  test("a provider that is away ends nobody's session, and nobody signs in meanwhile", async () => {
    const operator = await takeToken(bank, "sandbox-operator");
    await browser.signInCentrally(reza.gatewayLogin);
    const late = openMobileBrowser(bank);
    const back = await late.givePassword(await late.beginSignIn(), reza.gatewayLogin);
    if (!(back instanceof URL)) throw new Error(back.text);
    await setProvider(bank, "down", operator);
    try {
      for (const seconds of [599, 500]) {
        bank.clock.advanceSeconds(seconds);
        await isSignedIn();
      }
      expect(await late.takeWayBack(back)).toBe("/?signIn=failed");
    } finally {
      await setProvider(bank, "normal", operator);
    }
    await home();
  });
});

describe("an answer that does not fit the sign-in is refused, and nothing is stored", () => {
  type Change = (back: URL) => void;
  const put =
    (name: string, value: string): Change =>
    (url) => {
      url.searchParams.set(name, value);
    };
  const drop =
    (name: string): Change =>
    (url) => {
      url.searchParams.delete(name);
    };

  test.each<readonly [string, Change]>([
    ["another state", put("state", "A".repeat(43))],
    ["no state", drop("state")],
    ["another issuer (RFC 9207)", put("iss", "http://localhost:1/oidc")],
    ["no issuer", drop("iss")],
    ["another code", put("code", "x".repeat(43))],
  ])("%s", async (_what, change) => {
    const before = await sessionsBegun();
    const back = await browser.givePassword(await browser.beginSignIn(), reza.gatewayLogin);
    if (!(back instanceof URL)) throw new Error(back.text);
    change(back);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(), browser.cookie()]).toEqual([before, undefined]);
  });

  test.each<readonly [string, Change]>([
    ["another nonce", put("nonce", "A".repeat(43))],
    ["no nonce", drop("nonce")],
    ["the PKCE challenge of another verifier", put("code_challenge", "A".repeat(43))],
  ])("%s in what the provider was asked", async (_what, change) => {
    const before = await sessionsBegun();
    const asked = await browser.beginSignIn();
    change(asked);
    const back = await browser.givePassword(asked, reza.gatewayLogin);
    if (!(back instanceof URL)) throw new Error(back.text);
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await sessionsBegun()).toBe(before);
  });

  test("no PKCE challenge at all: the provider refuses by itself", async () => {
    const asked = await browser.beginSignIn();
    drop("code_challenge")(asked);
    drop("code_challenge_method")(asked);
    const answer = await browser.send(asked.href);
    expect(answer.headers.get("location")).toContain("error=invalid_request");
  });

  test("an authorization code that was taken once, one that another browser brings, and the back button in the middle", async () => {
    const back = await browser.givePassword(await browser.beginSignIn(), reza.gatewayLogin);
    if (!(back instanceof URL)) throw new Error(back.text);
    const stranger = openMobileBrowser(bank);
    await stranger.beginSignIn();
    expect(await stranger.takeWayBack(back)).toBe("/?signIn=failed");
    expect(await browser.takeWayBack(back)).toBe("/home");
    const before = await sessionsBegun();
    const cookie = browser.cookie();
    expect(await browser.takeWayBack(back)).toBe("/?signIn=failed");
    expect([await sessionsBegun(), browser.cookie()]).toEqual([before, cookie]);
    await home();
  });
});

describe("a provider with another clock, or another name", () => {
  let skewed: SkewedProvider;
  let server: ServerProcess;

  beforeAll(async () => {
    skewed = await startSkewedProvider(bank);
    server = await startServerProcess({
      ...bank.environment,
      OIDC_ISSUER: skewed.issuer,
      MOBILE_ORIGIN: bank.publicUrl(),
    });
  });
  afterAll(async () => {
    await server.stop();
    await skewed.stop();
  });

  const end = async (change: Parameters<SkewedProvider["change"]>[0]): Promise<string> => {
    skewed.change(change);
    const there = openMobileBrowser(bank, server.publicUrl);
    const back = await there.givePassword(await there.beginSignIn(), reza.gatewayLogin);
    if (!(back instanceof URL)) throw new Error(back.text);
    back.searchParams.set("iss", skewed.issuer);
    return there.takeWayBack(back);
  };
  const shifted =
    (seconds: number): Parameters<SkewedProvider["change"]>[0] =>
    ({ iat = 0, exp = 0, ...rest }) => ({ ...rest, iat: iat + seconds, exp: exp + seconds });

  test("a clock some seconds off is overlooked in both directions", async () => {
    expect(await end((claims) => claims)).toBe("/home");
    expect(await end(shifted(20))).toBe("/home");
    expect(await end(shifted(-20))).toBe("/home");
  });

  test("an identity token of an hour ago, and one of a time to come, open nothing", async () => {
    expect(await end(shifted(-3_600))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, nbf: (claims.iat ?? 0) + 600 }))).toBe(
      "/?signIn=failed",
    );
  });

  test("iss, aud and nonce inside the identity token must be those that were agreed", async () => {
    const before = await sessionsBegun();
    expect(await end((claims) => ({ ...claims, iss: `${bank.sandboxUrl}/oidc` }))).toBe(
      "/?signIn=failed",
    );
    expect(await end((claims) => ({ ...claims, aud: "branch-console" }))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, nonce: "A".repeat(43) }))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, sub: "C9999" }))).toBe("/?signIn=not-customer");
    expect(await sessionsBegun()).toBe(before);
  });
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
        await isSignedIn();
      }
    } finally {
      await setProvider(bank, "normal", operator);
    }
    expect((await home()).session.way).toBe("own");
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
    await home();
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

test("R10 no cookie, code, state or secret of the client is in the log or, in the clear, in the database; nor the network address", async () => {
  const code = await linked.code();
  const reply = await browser.signInWithCode({
    gatewayLogin: sara.gatewayLogin,
    code,
    requestReference: randomUUID(),
  });
  expect(reply.status).toBe(201);
  const other = openMobileBrowser(bank);
  const back = await other.givePassword(await other.beginSignIn(), reza.gatewayLogin);
  if (!(back instanceof URL)) throw new Error(back.text);
  await other.takeWayBack(back);
  const secrets = [
    ...browser.seen,
    ...other.seen,
    back.searchParams.get("code") ?? "",
    back.searchParams.get("state") ?? "",
    "sandbox-mobile-bank",
    code,
  ];
  const rows = await query<{ row: string }>(
    `select s::text as row from sessions s union all select p::text from pending_sign_ins p
     union all select e::text from audit_events e where actor <> 'central-login' union all select v::text from verifications v
     union all select o::text from origin_refusals o where channel = 'mobile-bank'`,
  );
  const text = bank.log() + rows.map(({ row }) => row).join("\n");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(7);
    expect(text.includes(secret)).toBe(false);
  }
  expect(rows.map(({ row }) => row).join()).not.toMatch(/127\.0\.0\.1|::1/);
});
