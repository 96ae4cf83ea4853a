/** packages/activation in a real browser: its code, bundled as the mobile bank's is, against the vectors of the protocol. */
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readVectors } from "./activation-vectors.ts";
import { openBrowser, openPage } from "./browser.ts";

const { cases } = await readVectors("activation");
const refused = await readVectors("activation-refused");
const signed = await readVectors("signed");
const registration = await readVectors("registration");
const [firstCase] = cases;

/** WebCrypto is there only for pages of a secure origin, which this one is; nothing is asked of a server. */
const address = "http://localhost/activation";
let page: Page;

beforeAll(async () => {
  const { context } = await openBrowser(address);
  await context.route(address, (route) => route.fulfill({ contentType: "text/html", body: "" }));
  page = await openPage(context, address);
  await page.evaluate(await bundle());
});

afterAll(() => page.context().close());

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL("activation-in-page.ts", import.meta.url)),
        formats: ["iife"],
        name: "activation",
      },
    },
  });
  const [bundled] = [built].flat();
  const code = bundled !== undefined && "output" in bundled ? bundled.output[0].code : "";
  // Evaluated text has a scope of its own; the next one must find the name.
  return `${code}; globalThis.activation = activation;`;
}

const inPage = (name: string, ...given: readonly unknown[]): Promise<unknown> =>
  page.evaluate(`activation.${name}(...${JSON.stringify(given)})`);

describe.each(cases)("S11 the vector of a $name, in Chromium", (vector) => {
  test("is what the phone sends and stores with that randomness", async () => {
    const { wire, stored } = vector;
    expect(await inPage("begin", vector)).toEqual({
      request: wire.request,
      pending: stored.pending,
    });
  });

  test("is what a server would answer, and gives the phone the same key from what it stored", async () => {
    const { between, wire } = vector;
    const { codeKey } = between;
    expect(await inPage("answer", vector)).toEqual({ reply: wire.reply, codeKey });
    expect(await inPage("finish", vector)).toEqual({ codeKey, confirmation: wire.confirmation });
  });
});

describe("S29 the negative vectors, in Chromium", () => {
  test.each(refused.requests)("a request: $name", async ({ request, expected }) => {
    expect(await inPage("judgeRequest", firstCase, request)).toBe(expected);
  });

  test.each(refused.replies)("a reply: $name", async ({ reply, expected }) => {
    expect(await inPage("judgeReply", firstCase, reply)).toBe(expected);
  });

  test.each(refused.refusals)("a refusal: $name", async (refusal) => {
    expect(await inPage("judgeRefusal", firstCase, refusal)).toBe(refusal.tagged);
  });
});

test("Server key lists, signed times and proofs are accepted and refused in Chromium as their vectors say", async () => {
  const all = [...signed.serverKeyLists, ...signed.signedTimes.cases, ...signed.proofs.cases];
  expect(await inPage("judgeSigned", signed)).toEqual(all.map(({ expected }) => expected));
});

test("S25 the vectors of a registration are what the phone seals in Chromium, and open again", async () => {
  const { calls, given } = registration;
  expect(await inPage("register", registration)).toEqual({
    wire: calls.map(({ wire }) => wire),
    opened: { ok: true, value: given.person },
  });
});
