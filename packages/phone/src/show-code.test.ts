/** «دریافت رمز»: the right code, of a second that was never shown, durable before it is seen. */
import { createHmac } from "node:crypto";
import { encodeBase64url, type Bytes } from "@ramznama/activation";
import { asUnixSeconds, totp } from "@ramznama/otp";
import { beforeEach, expect, test, vi } from "vitest";
import { cardToken, storeCardToken } from "./testing/card-token.ts";
import {
  createSigningServer,
  createUnitPhone,
  platform,
  type SigningServer,
  type UnitPhone,
} from "./testing/signing-server.ts";
import { onlyId } from "./vault.ts";

const now = Date.UTC(2026, 10, 22, 12);
const key = platform.random(32);
let server: SigningServer;
let unit: UnitPhone;

beforeEach(async () => {
  server = await createSigningServer(now);
  unit = createUnitPhone(server, now);
  await storeCardToken(unit.vault, key);
});

const expectedCode = (second: number, digits: 6 | 8 = 8, hash = "sha256", stepSeconds = 1) =>
  totp(
    (counter) => createHmac(hash, key).update(counter).digest(),
    { digits, stepSeconds },
    asUnixSeconds(second),
  );

test("S15 S16 S18 the code is RFC 6238's for the second of the tap, without a single request", async () => {
  const second = now / 1000;
  expect(await unit.phone.code("t")).toEqual({
    ok: true,
    code: expectedCode(second),
    second,
    validitySeconds: 121,
    mustDeclare: false,
  });
  expect(server.requests).toEqual([]);
});

test("R7 the offset of signed time is in the second, online once and offline ever after", async () => {
  unit.wall = now - 1_234_000;
  await unit.phone.synchronise();
  unit.wall += 60_000;
  expect(await unit.phone.code("t")).toMatchObject({ second: now / 1000 + 60 });
});

test("S30 the seed is opened once, by a code and never by a list, and is nothing but a key that cannot be exported", async () => {
  const opened: Bytes[] = [];
  const load = unit.vault.load.bind(unit.vault);
  const list = vi.spyOn(unit.vault, "list");
  const imports = vi.spyOn(platform.subtle, "importKey");
  vi.spyOn(unit.vault, "load").mockImplementation(async (kind, id) => {
    const value = await load(kind, id);
    if (value instanceof Uint8Array) opened.push(value);
    return value;
  });
  await unit.phone.tokens();
  expect(opened).toEqual([]);
  await unit.phone.code("t");
  unit.wall += 1_000;
  await unit.phone.code("t");
  await unit.phone.tokens();
  expect(opened).toEqual([new Uint8Array(32)]);
  expect(list.mock.calls.flat()).not.toContain("codeKey");
  const asHmac = imports.mock.calls.filter(([, bytes]) => bytes === opened[0]);
  expect(asHmac).toEqual([["raw", opened[0], { name: "HMAC", hash: "SHA-256" }, false, ["sign"]]]);
  expect(JSON.stringify(await unit.vault.list("token"))).not.toContain(encodeBase64url(key));
  vi.restoreAllMocks();
});

test("two taps in one second: the second one is asked to wait", async () => {
  await unit.phone.code("t");
  expect(await unit.phone.code("t")).toEqual({ ok: false, reason: "wait", seconds: 1 });
  unit.wall += 1_000;
  expect(await unit.phone.code("t")).toMatchObject({ ok: true, second: now / 1000 + 1 });
});

test("many taps at once show one code", async () => {
  const shown = await Promise.all(Array.from({ length: 8 }, () => unit.phone.code("t")));
  expect(shown.filter(({ ok }) => ok)).toHaveLength(1);
});

test("R7 a clock corrected backwards by signed time waits instead of repeating itself", async () => {
  unit.wall = now + 40_000;
  await unit.phone.code("t");
  await unit.phone.synchronise();
  expect(await unit.phone.code("t")).toEqual({ ok: false, reason: "wait", seconds: 41 });
});

test("the shown second is durable before the code is seen, and no code comes when it cannot be kept", async () => {
  const working = { ...unit.vault };
  Object.assign(unit.vault, { write: () => Promise.reject(new Error("the disk is full")) });
  await expect(unit.phone.code("t")).rejects.toThrow("the disk is full");
  Object.assign(unit.vault, working);
  await unit.phone.code("t");
  expect(await unit.vault.load("shown", "t")).toEqual({ second: now / 1000 });
});

test("imported profiles are kept: six digits, SHA-1, steps of half a minute", async () => {
  const profile = { hash: "SHA-1", digits: 6, stepSeconds: 30, validitySeconds: 60 } as const;
  await unit.vault.write([
    { kind: "token", id: "i", value: { ...cardToken, profile } },
    { kind: "codeKey", id: "i", value: key },
  ]);
  expect(await unit.phone.code("i")).toMatchObject({
    code: expectedCode(now / 1000, 6, "sha1", 30),
    validitySeconds: 60,
  });
});

test("a token that is not there or not answered yet shows nothing", async () => {
  expect(await unit.phone.code("x")).toEqual({ ok: false, reason: "no_such_token" });
});

test("S19 a deleted token's code cannot be taken, and the server is told at the next connection", async () => {
  await unit.keys.create();
  server.answer = () => Response.json({ code: "temporarily_unavailable" }, { status: 503 });
  await unit.phone.code("t");
  expect(await unit.phone.deleteToken("t")).toEqual({ ok: true, deleted: 1, told: false });
  expect(await unit.phone.code("t")).toMatchObject({ reason: "no_such_token" });
  expect(await unit.phone.tokens()).toEqual([]);
  server.answer = () => new Response(null, { status: 204 });
  await unit.phone.synchronise();
  expect(server.requests.at(-1)).toBe("DELETE /device/v1/tokens/123456789015");
  expect(await unit.vault.list("deletion")).toEqual([]);
  await unit.phone.synchronise();
  expect(server.requests.filter((request) => request.startsWith("DELETE"))).toHaveLength(2);
});

test("an erasure that is owed is paid before anything else, or nothing else happens", async () => {
  await unit.keys.create();
  await unit.keys.saveOwedErasure(true);
  server.answer = () => Response.json({ code: "temporarily_unavailable" }, { status: 503 });
  expect(await unit.phone.synchronise()).toMatchObject({ reason: "problem" });
  expect(await unit.keys.loadOwedErasure()).toBe(true);
  server.answer = () => new Response(null, { status: 204 });
  expect(await unit.phone.synchronise()).toMatchObject({ ok: true });
  expect(await unit.keys.loadOwedErasure()).toBe(false);
  expect(server.requests.at(-1)).toBe("DELETE /device/v1/tokens");
});

test("the vault's clock record holds an offset and its error, and nothing moves it offline", async () => {
  await unit.phone.synchronise();
  const before = await unit.vault.load("clock", onlyId);
  await unit.phone.code("t");
  expect(await unit.vault.load("clock", onlyId)).toEqual(before);
});
