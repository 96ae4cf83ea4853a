import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  openTestSandbox,
  sendJson,
  takeToken,
  type TestSandbox,
} from "../testing/sandbox-for-tests.ts";

describe("the pages of the street", () => {
  let sandbox: TestSandbox;
  const page = async (path: string, accept = "text/html") => {
    const response = await fetch(`${sandbox.url()}${path}`, { headers: { accept } });
    return { response, html: await response.text() };
  };
  const send = async (messageId: string, to: string, text: string) => {
    const token = await takeToken(sandbox.url(), "ramznama");
    const message = { messageId, to, text, sentAt: "2026-11-22T08:00:00Z" };
    expect((await sendJson(`${sandbox.url()}/inbox/api/messages`, token, message)).status).toBe(
      201,
    );
  };

  beforeAll(async () => {
    sandbox = await openTestSandbox();
  });
  afterAll(() => sandbox.close());

  it("The front page names places, addresses, people and what to try first, and every link works", async () => {
    const { response, html } = await page("/");
    expect(response.status).toBe(200);
    for (const text of ["پیامک‌ها", "npm run walk", "سارا احمدی", "6280 2398 3281 6831"])
      expect(html).toContain(text);
    const links = [...html.matchAll(/(?:href|src)="([^"]+)"/gu)].map(([, link]) => link ?? "");
    expect(links).toContain("http://localhost:7701/openapi.json");
    const own = links.filter((link) => link.startsWith("/"));
    for (const place of ["/atm", "/inbox", "/shop", "/branch", "/internet-bank"])
      expect(own).toContain(place);
    for (const link of new Set(own)) {
      if (link !== "/branch") expect((await page(link)).response.status).toBe(200);
    }
    const branch = await fetch(`${sandbox.url()}/branch`, { redirect: "manual" });
    expect(branch.headers.get("location")).toBe("http://localhost:7702/");
    expect(links.filter((link) => !/^(?:\/|http:\/\/localhost:770[12]\/)/u.test(link))).toEqual([]);
  });

  it("The first walk leads through every place and gives what each of them asks for", async () => {
    const { html } = await page("/");
    const [, walk = ""] = /<section class="walk".*?>(.*?)<\/section>/su.exec(html) ?? [];
    const places = ["/atm", "http://localhost:7701/", "/inbox?to=09120001001", "/shop"];
    for (const address of [...places, "/branch", "/internet-bank"])
      expect(walk).toContain(`href="${address}"`);
    const asked = ["6280 2398 3281 6831", "4038", "1272554953", "839", "1408/10", "sara.ahmadi"];
    for (const value of [...asked, "teller", "sandbox-sara.ahmadi"])
      expect(walk).toContain(`dir="ltr">${value}</bdi>`);
  });

  it("The inbox shows the phones, and on each the newest message first with its code to copy", async () => {
    await send("p-1", "09120001001", "بانک مسکن: کد فعالسازی رمزنما\n48203917");
    await send("p-2", "09120001001", "<b>پیام دوم</b>");
    const phones = (await page("/inbox")).html;
    expect(phones).toContain("سارا احمدی");
    expect(phones).toContain("۲</span>");
    const { html } = await page("/inbox?to=09120001001");
    expect(html.indexOf("پیام دوم")).toBeLessThan(html.indexOf("کد فعالسازی"));
    expect(html).toContain("&lt;b&gt;پیام دوم");
    expect(html).toContain('data-copy="48203917"');
    expect(html).toContain('data-newest="p-2"');
    expect(html).toContain("۱۴۰۵/۰۹/۰۱، ۱۱:۳۰:۰۰");
  });

  it("A number without messages and a number of nobody have their page", async () => {
    expect((await page("/inbox?to=09120001008")).html).toContain("هنوز پیامکی");
    await send("p-3", "09350000000", "سلام");
    expect((await page("/inbox")).html).toContain("شماره ناشناس");
    expect((await page("/inbox?to=x")).response.status).toBe(400);
  });

  it("An address that is not there leads people back, and tells programs in their way", async () => {
    const forPeople = await page("/nowhere");
    expect(forPeople.response.status).toBe(404);
    expect(forPeople.html).toContain("صفحه اصلی");
    const forPrograms = await page("/nowhere", "application/json");
    expect(JSON.parse(forPrograms.html)).toMatchObject({ status: 404, code: "not_found" });
  });

  it("U5 every page forbids foreign hosts, framing and inline code, and has none", async () => {
    const places = ["/atm", "/atm/ended", "/shop", "/internet-bank", "/internet-bank/block"];
    const others = ["/inbox", "/inbox?to=09120001001", "/nowhere", "/openapi.json"];
    for (const path of ["/", ...places, ...others]) {
      const { response, html } = await page(path);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/u);
      expect(policy).not.toMatch(/unsafe|\*/u);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+="|<script(?! type="module" src="\/)/u);
    }
  });

  it("The interface is described, and only what programs use is in it", async () => {
    const document = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse((await page("/openapi.json")).html));
    expect(Object.keys(document.paths).sort()).toEqual([
      "/core/v1/behaviour",
      "/core/v1/customer-changes",
      "/core/v1/customer-lookups",
      "/health/live",
      "/health/ready",
      "/identity/v1/behaviour",
      "/identity/v1/staff/{user}",
      "/inbox/api/behaviour",
      "/inbox/api/messages",
    ]);
  });

  it("R8 a request under a foreign name is refused, so that no foreign page reads the inbox", async () => {
    const { port } = new URL(sandbox.url());
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { port, host: "localhost", path: "/inbox/api/messages", headers: { host } };
        request(options, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on("error", reject)
          .end();
      });
    expect(await statusFor("attacker.example")).toBe(421);
    for (const name of ["localhost", "127.0.0.1", "[::1]"])
      expect(await statusFor(`${name}:${port}`)).toBe(200);
  });
});
