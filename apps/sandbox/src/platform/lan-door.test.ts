import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfiguration } from "../configuration.ts";
import { openTestSandbox, type TestSandbox } from "../testing/sandbox-for-tests.ts";

const lan = "192.168.1.7:7710";
const hosts = new Set([lan, "[fd00::7]:7710", "laptop.local:7710"]);

describe("the way in from the local network", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await openTestSandbox({ lanDoor: { hosts, publicPort: 7711 } });
  });
  afterAll(() => sandbox.close());

  const ask = async (
    path: string,
    { host = lan, method = "GET", headers = {} }: Partial<Asked> = {},
  ) => {
    const { port } = new URL(sandbox.url());
    const all = { host, accept: "text/html", ...headers };
    const asked = request({ port, host: "localhost", path, method, headers: all });
    asked.end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, html: await text(answer) };
  };
  interface Asked {
    readonly host: string;
    readonly method: string;
    readonly headers: Record<string, string>;
  }

  it("The street leads to the phone of the name by which it was opened, and says what stays at the machine", async () => {
    for (const host of hosts) {
      const { html } = await ask("/", { host });
      const links = [...html.matchAll(/href="(https?:[^"]+)"/gu)].map(([, link]) => link);
      expect(new Set(links)).toEqual(new Set([`https://${host.replace("7710", "7711")}/`]));
      expect(html).toContain("فقط روی رایانه میزبان");
    }
    const { html } = await ask("/", { host: "localhost" });
    expect(html).toContain('href="http://localhost:7701/"');
    expect(html).not.toContain("رایانه میزبان");
  });

  it("ATM, shop, internet bank, inbox and what they are drawn with are open", async () => {
    const open = ["/atm", "/shop", "/internet-bank", "/inbox", "/inbox?to=09120001001"];
    const parts = ["/inbox/api/messages", "/assets/sandbox.css"];
    for (const path of [...open, ...parts])
      expect([path, (await ask(path)).status]).toEqual([path, 200]);
  });

  it("R8 staff, issuer, core bank and programs stay at the machine, in every spelling of a path", async () => {
    const staff = ["/branch", "/%62ranch", "/oidc/sign-in", "/%6fidc/token"];
    const programs = ["/oidc/.well-known/openid-configuration", "/openapi.json", "/health/ready"];
    for (const path of [...staff, ...programs]) {
      const { status, html, headers } = await ask(path);
      expect([path, status]).toEqual([path, 403]);
      expect(html).toContain("اینجا فقط روی رایانه میزبان باز می‌شود");
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
    }
    for (const path of ["/oidc/token", "/core/v1/customer-lookups"])
      expect([path, (await ask(path, { method: "POST" })).status]).toEqual([path, 403]);
    for (const path of ["/core/v1/behaviour", "/inbox/api/behaviour"])
      expect((await ask(path, { method: "PUT" })).status).toBe(403);
    expect((await ask("/inbox/api/messages", { method: "POST" })).status).toBe(403);
    expect((await ask("/branch", { host: "localhost" })).status).toBe(303);
  });

  it("R8 a name that was not told, or one on another port, is refused", async () => {
    for (const host of [
      "192.168.1.7",
      "192.168.1.7:1",
      "192.168.1.8:7710",
      "attacker.example:7710",
    ])
      expect([host, (await ask("/inbox", { host })).status]).toEqual([host, 421]);
  });

  it("R8 a form of another site is refused there, too", async () => {
    const headers = { "sec-fetch-site": "cross-site" };
    const { status, html } = await ask("/atm/exit", { method: "POST", headers });
    expect(status).toBe(403);
    expect(html).toContain("این فرم از جای دیگری آمده است");
    const own = await ask("/atm/exit", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
    });
    expect(own.status).toBe(303);
  });
});

describe("what the environment says of the local network", () => {
  const parse = (ADMITTED_HOSTS?: string) =>
    parseConfiguration({
      DATA_FOLDER: "x",
      ...(ADMITTED_HOSTS === undefined ? {} : { ADMITTED_HOSTS }),
    });

  it("is nothing by default, and otherwise names with ports", () => {
    expect(parse().lanDoor).toBeUndefined();
    expect(parse("").lanDoor).toBeUndefined();
    expect(parse([...hosts].join()).lanDoor).toEqual({ hosts, publicPort: 7711 });
  });

  it.each(["*", "laptop.local", "https://laptop.local:7710", "a b:1"])(
    "is refused when it is no list of names with ports (%s)",
    (text) => {
      expect(() => parse(text)).toThrow("ADMITTED_HOSTS");
    },
  );
});
