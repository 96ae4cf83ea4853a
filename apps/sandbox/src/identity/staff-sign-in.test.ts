import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../testing/browser-for-tests.ts";
import { openTestSandbox, requestToken, type TestSandbox } from "../testing/sandbox-for-tests.ts";
import {
  finishSignIn,
  formAddress,
  redeemCode,
  signIn,
  startSignIn,
  terminalRedirect,
} from "../testing/staff-sign-in.ts";

const consoleRedirect = "http://localhost:7702/callback";

describe("signing in", () => {
  let sandbox: TestSandbox;
  const url = () => sandbox.url();
  const verify = async (token: string, audience: string) => {
    const keys = createRemoteJWKSet(new URL(`${url()}/oidc/jwks`));
    return (await jwtVerify(token, keys, { issuer: `${url()}/oidc`, audience })).payload;
  };

  beforeAll(async () => {
    sandbox = await openTestSandbox();
  });
  afterAll(() => sandbox.close());

  it.each([
    ["teller", "teller", "1201"],
    ["teller2", "teller", "1202"],
    ["supervisor", "supervisor", "1201"],
    ["officer", "officer", undefined],
    ["auditor", "auditor", undefined],
  ])("R9 %s gets a token with the role and the branch", async (user, role, branch) => {
    const tokens = await signIn(url(), user);
    const access = await verify(tokens.access_token, "ramznama-bank");
    const expected = { sub: user, roles: [role], preferred_username: user };
    expect(access).toMatchObject({ ...expected, client_id: "ramznama-terminal" });
    expect(access["scope"]).toContain("staff");
    expect(access["branch"]).toBe(branch);
    const identity = await verify(tokens.id_token, "ramznama-terminal");
    expect(identity).toMatchObject(expected);
    expect(identity["branch"]).toBe(branch);
    expect(identity["name"]).toEqual(access["name"]);
  });

  it("Asking for openid alone still gives a token that the bank takes", async () => {
    const tokens = await signIn(url(), "teller", { scope: "openid" });
    const access = await verify(tokens.access_token, "ramznama-bank");
    expect(access).toMatchObject({ roles: ["teller"] });
    expect(access["scope"]).toContain("staff");
    expect(await verify(tokens.id_token, "ramznama-terminal")).toMatchObject({ roles: ["teller"] });
  });

  it("S22 a customer is not let in by the password alone while Ramznama cannot say whether a code is needed", async () => {
    const started = await startSignIn(url());
    const right = { userName: "sara.ahmadi", password: "sandbox-sara.ahmadi" };
    const refused = await started.browser.post(formAddress(started), right);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain("سامانه رمزنما پاسخ نمی‌دهد");
    const wrong = await started.browser.post(formAddress(started), { ...right, password: "x" });
    expect([wrong.status, (await wrong.text()).includes("پاسخ نمی‌دهد")]).toEqual([401, false]);
  });

  it("The branch console takes its code back at its own address and nowhere else", async () => {
    const request = { clientId: "branch-console", redirectUri: consoleRedirect };
    const secret = "sandbox-branch-console";
    const tokens = await signIn(url(), "supervisor", { ...request, secret });
    expect(await verify(tokens.access_token, "ramznama-bank")).toMatchObject({
      client_id: "branch-console",
    });
    for (const redirectUri of [
      terminalRedirect,
      "http://localhost:7702/",
      "https://example.com/",
    ]) {
      const { response } = await startSignIn(url(), { ...request, redirectUri });
      expect(response.status).toBe(400);
      expect(response.headers.get("location")).toBeNull();
      expect(await response.text()).toContain("ورود انجام نشد");
    }
  });

  it("RFC 8252 the terminal takes its code back at any port of this machine only", async () => {
    for (const redirectUri of ["http://localhost:5/callback", "http://127.0.0.1:65000/callback"]) {
      const back = await finishSignIn(await startSignIn(url(), { redirectUri }), "teller");
      expect(back.href).toMatch(redirectUri);
      expect(back.searchParams.get("state")).toBe("state-1");
      expect(back.searchParams.get("iss")).toBe(`${url()}/oidc`);
    }
    const { response } = await startSignIn(url(), { redirectUri: "http://10.0.0.1:5/callback" });
    expect(response.status).toBe(400);
  });

  it.each([
    ["without a challenge", { code_challenge: "", code_challenge_method: "" }],
    ["with a challenge in the clear", { code_challenge_method: "plain" }],
  ])("PKCE with S256 is demanded: a request %s is sent back", async (_case, more) => {
    const { response } = await startSignIn(url(), { more });
    const back = new URL(response.headers.get("location") ?? "");
    expect(back.href).toMatch(terminalRedirect);
    expect(back.searchParams.get("error")).toBe("invalid_request");
  });

  it("A code is worth nothing with another verifier, and nothing the second time", async () => {
    const started = await startSignIn(url());
    const code = (await finishSignIn(started, "teller")).searchParams.get("code") ?? "";
    const stranger = { ...started, verifier: "x".repeat(43) };
    expect((await redeemCode(url(), stranger, code)).status).toBe(400);
    const again = await startSignIn(url());
    const second = (await finishSignIn(again, "teller")).searchParams.get("code") ?? "";
    expect((await redeemCode(url(), again, second)).status).toBe(200);
    expect((await redeemCode(url(), again, second)).status).toBe(400);
  });

  it("A wrong password is explained, keeps the user name, and the right one still works", async () => {
    const started = await startSignIn(url());
    const wrong = { userName: "teller", password: "not-the-password" };
    const refused = await started.browser.post(formAddress(started), wrong);
    expect(refused.status).toBe(401);
    const page = await refused.text();
    expect(page).toContain("نام کاربری یا رمز عبور درست نیست");
    expect(page).toContain('value="teller"');
    expect(page).not.toContain("not-the-password");
    expect((await finishSignIn(started, "teller")).searchParams.get("code")).toBeTruthy();
  });

  it("R8 what is typed never becomes part of the page's markup", async () => {
    const started = await startSignIn(url());
    const userName = '"><script>alert(1)</script>';
    const page = await started.browser.post(formAddress(started), { userName, password: "x" });
    expect(await page.text()).not.toContain("<script>");
    const incomplete = await started.browser.post(formAddress(started), { userName: "teller" });
    expect([incomplete.status, (await incomplete.text()).includes('value="teller"')]).toEqual([
      400,
      true,
    ]);
  });

  it("R12 after ten wrong passwords a name pauses for ten minutes, other names do not", async () => {
    const started = await startSignIn(url());
    const send = (userName: string, password: string) =>
      started.browser.post(formAddress(started), { userName, password });
    for (let count = 0; count < 10; count += 1)
      expect((await send("auditor", "wrong")).status).toBe(401);
    expect((await send("auditor", "sandbox-auditor")).status).toBe(429);
    expect((await send("officer", "wrong")).status).toBe(401);
    sandbox.clock.advance(10 * 60_000 - 1);
    expect((await send("auditor", "sandbox-auditor")).status).toBe(429);
    sandbox.clock.advance(1);
    expect((await finishSignIn(started, "auditor")).searchParams.get("code")).toBeTruthy();
  });

  it("Who is signed in is not asked again, and may sign in as somebody else", async () => {
    const first = await startSignIn(url());
    await finishSignIn(first, "teller");
    const again = await startSignIn(url(), {}, first.browser);
    expect(formAddress(again)).toMatch(terminalRedirect);
    const other = await startSignIn(url(), { more: { prompt: "login" } }, first.browser);
    const posted = await first.browser.post(formAddress(other), {
      userName: "supervisor",
      password: "sandbox-supervisor",
    });
    // The provider ends the teller's session by a form of its own before it goes on.
    const page = await first.browser.follow(posted, terminalRedirect);
    if (page instanceof URL) throw new Error("the session of the teller was not ended");
    const html = await page.text();
    const [action, xsrf] = [
      /action="([^"]+)"/u.exec(html),
      /name="xsrf" value="([^"]+)"/u.exec(html),
    ];
    const left = await first.browser.post(action?.[1] ?? "", {
      xsrf: xsrf?.[1] ?? "",
      logout: "yes",
    });
    const back = await first.browser.follow(left, terminalRedirect);
    if (!(back instanceof URL)) throw new Error("the sign-in did not end at the program");
    const answer = await redeemCode(url(), other, back.searchParams.get("code") ?? "");
    expect(await answer.text()).toContain("access_token");
  });

  it("Cancelling leads back to the program with access_denied", async () => {
    const started = await startSignIn(url());
    const posted = await started.browser.post(`${formAddress(started)}/abort`, {});
    const back = await started.browser.follow(posted, terminalRedirect);
    expect(back instanceof URL && back.searchParams.get("error")).toBe("access_denied");
  });

  it("The sign-in page of another browser, or of a restarted sandbox, says how to go on", async () => {
    const started = await startSignIn(url());
    const stranger = await openBrowser(url()).get(formAddress(started));
    expect([stranger.status, (await stranger.text()).includes("دوباره وارد شوید")]).toEqual([
      400,
      true,
    ]);
    await sandbox.restart();
    const lost = await started.browser.get(formAddress(started));
    expect(lost.status).toBe(400);
  });

  it("Cookies are for the provider's path alone, hidden from scripts, and named after the sandbox", async () => {
    const started = await startSignIn(url());
    await finishSignIn(started, "teller");
    const cookies = [...started.browser.cookies()];
    expect(cookies.length).toBeGreaterThan(0);
    for (const [name, { path, attributes }] of cookies) {
      expect(name).toMatch(/^sandbox_/u);
      expect(path).toMatch(/^\/oidc/u);
      expect(attributes).toMatch(/httponly/iu);
      expect(attributes).toMatch(/samesite=lax/iu);
    }
  });

  it("U5 the page needs no script, allows no foreign host, and is never framed or kept", async () => {
    const { browser, response } = await startSignIn(url());
    const page = await browser.get(response.headers.get("location") ?? "");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("cache-control")).toBe("no-store");
    const html = await page.text();
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=/u);
    expect(html).toContain('dir="rtl"');
  });

  it("R10 no password, code or cookie is in the log", async () => {
    const started = await startSignIn(url());
    const code = (await finishSignIn(started, "teller")).searchParams.get("code") ?? "";
    await requestToken(url(), "atm");
    const cookies = [...started.browser.cookies().values()].map(({ value }) => value);
    expect(sandbox.log()).toContain("sign-in refused");
    for (const secret of [code, "sandbox-teller", "not-the-password", "sandbox-atm", ...cookies])
      expect(sandbox.log()).not.toContain(secret);
  });
});
