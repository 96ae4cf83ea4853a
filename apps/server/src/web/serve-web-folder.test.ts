/** The built app on a listener of ours, with a door of the API beside it. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createListener } from "../platform/http-listener.ts";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { branchPages, mobileBankPages } from "./page-headers.ts";
import { serveWebFolder } from "./serve-web-folder.ts";

let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), "ramznama-web-test-"));
  folder = join(root, "web");
  await mkdir(join(folder, "assets"), { recursive: true });
  await writeFile(join(root, "secret.txt"), "outside");
  await writeFile(join(folder, "index.html"), "<!doctype html><title>app</title>");
  await writeFile(join(folder, "build.json"), "{}");
  await writeFile(join(folder, "service-worker.js"), "worker");
  await writeFile(join(folder, "assets", "index-abc.js"), "plain");
  await writeFile(join(folder, "assets", "index-abc.js.gz"), gzipSync("packed"));
  const logger = createLogger("silent", () => undefined);
  app = await createListener({
    name: "public",
    logger,
    random: systemRandom,
    requestTimeoutMilliseconds: 15_000,
  });
  app.get("/device/v1/time", () => ({ time: 1 }));
  await serveWebFolder(app, folder, mobileBankPages);
});
afterEach(async () => {
  await app.close();
  await rm(join(folder, ".."), { recursive: true });
});

const html = { accept: "text/html,application/xhtml+xml", "sec-fetch-mode": "navigate" };

test.each(["/", "/ramznama/cards/new", "/settings"])(
  "A person who opens %s gets the page, under its strict policy, asked for anew each time",
  async (url) => {
    const { statusCode, body, headers } = await app.inject({ url, headers: html });
    expect([statusCode, body]).toEqual([200, "<!doctype html><title>app</title>"]);
    expect(headers["cache-control"]).toBe("no-cache");
    const policy = headers["content-security-policy"];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types ramznama");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  },
);

test("Files that carry a digest in their name are kept for good, in the form the browser takes", async () => {
  const url = "/assets/index-abc.js";
  const plain = await app.inject({ url });
  expect([plain.body, plain.headers["cache-control"]]).toEqual([
    "plain",
    "public, max-age=31536000, immutable",
  ]);
  const packed = await app.inject({ url, headers: { "accept-encoding": "gzip" } });
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(packed.headers["content-type"]).toContain("javascript");
  const worker = await app.inject({ url: "/service-worker.js" });
  expect(worker.headers["cache-control"]).toBe("no-cache");
});

test("Doors keep their own policy and are never cached", async () => {
  const { headers } = await app.inject({ url: "/device/v1/time", headers: html });
  expect(headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers["cache-control"]).toBe("no-store");
});

test.each([
  ["/device/v1/nothing", html],
  ["/assets/index-old.js", { accept: "*/*", "sec-fetch-mode": "no-cors" }],
  ["/build.json", {}],
  ["/../secret.txt", {}],
  ["/..%2fsecret.txt", {}],
  ["/assets/..%2f..%2fsecret.txt", {}],
  ["/%2e%2e/secret.txt", {}],
])("%s is nowhere, in the words of the API", async (url, headers) => {
  const answer = await app.inject({ url, headers });
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.body).not.toContain("outside");
});

test("Nothing is written to a page", async () => {
  const answer = await app.inject({ method: "POST", url: "/settings", headers: html });
  expect(answer.statusCode).toBe(404);
});

test("The branch console's pages stand beside the internal doors and in front of none of them, without camera and WebAssembly", async () => {
  const internal = await createListener({
    name: "internal",
    logger: createLogger("silent", () => undefined),
    random: systemRandom,
    requestTimeoutMilliseconds: 15_000,
  });
  internal.get("/health/live", () => ({ status: "live" }));
  internal.get("/sign-in", (_request, reply) => reply.redirect("/elsewhere", 303));
  await serveWebFolder(internal, folder, branchPages);
  const statusOf = async (url: string) =>
    (await internal.inject({ url, headers: html })).statusCode;
  for (const url of ["/", "/tokens/123456789015", "/staffing"]) {
    expect([url, await statusOf(url)]).toEqual([url, 200]);
  }
  for (const url of [
    "/staff/v1/nothing",
    "/bank/v1/x",
    "/metrics",
    "/health/x",
    "/callback?code=1",
  ]) {
    expect([url, await statusOf(url)]).toEqual([url, 404]);
  }
  expect([await statusOf("/health/live"), await statusOf("/sign-in")]).toEqual([200, 303]);
  const { headers } = await internal.inject({ url: "/", headers: html });
  expect(headers["content-security-policy"]).toContain("script-src 'self';");
  expect(headers["permissions-policy"]).toContain("camera=()");
  await internal.close();
});
