/** What the phone asks and tells the bank after a code was shown, and what it remembers of that (product.md, "Guessing"). */
import { beforeEach, expect, test } from "vitest";
import { cardToken, storeCardToken } from "./testing/card-token.ts";
import {
  createSigningServer,
  createUnitPhone,
  type SigningServer,
  type UnitPhone,
} from "./testing/signing-server.ts";

const now = Date.UTC(2026, 10, 22, 12);
const second = now / 1000;
const inAnHour = { reason: "guesses", until: new Date(now + 3_600_000).toISOString() };
/** Where the first nonce comes from. */
const openDoor = "GET /device/v1/configuration";
const tokenDoor = "GET /device/v1/tokens";
const declaringDoor = "POST /device/v1/tokens/123456789015/declared-seconds";

let server: SigningServer;
let unit: UnitPhone;

beforeEach(async () => {
  server = await createSigningServer(now);
  unit = createUnitPhone(server, now);
  await unit.keys.create();
  await storeCardToken(unit.vault);
});

/** The bank's word about the token, asked or told. */
const say = (declares: typeof inAnHour | null): void => {
  const { serial, maskedSubject } = cardToken;
  const known = {
    serial,
    kind: "card",
    state: "active",
    stateReason: null,
    subject: maskedSubject,
  };
  server.answer = (method) =>
    Response.json(method === "GET" ? { tokens: [{ ...known, declares }] } : { declares });
};

const knows = async (): Promise<boolean | undefined> => (await unit.phone.tokens())[0]?.mustDeclare;

test("R12 where nobody guesses the bank is asked after the tap, and told nothing", async () => {
  say(null);
  expect(await unit.phone.declareCode("t", second)).toEqual({ ok: true, declared: false });
  expect(server.requests).toEqual([openDoor, tokenDoor]);
  expect(await unit.vault.list("declares")).toEqual([]);
});

test("R12 a phone that hears of guesses declares the code it has just shown, and knows from then on", async () => {
  say(inAnHour);
  expect(await unit.phone.declareCode("t", second)).toEqual({ ok: true, declared: true });
  expect(server.requests).toEqual([openDoor, tokenDoor, declaringDoor]);
  expect(await knows()).toBe(true);
  unit.wall += 1_000;
  expect(await unit.phone.code("t")).toMatchObject({ mustDeclare: true });
  await unit.phone.declareCode("t", second + 1);
  // Nothing need be asked any more.
  expect(server.requests).toEqual([openDoor, tokenDoor, declaringDoor, declaringDoor]);
});

test("R12 the answer to a declaration may end the duty, and so does the time that was named", async () => {
  say(inAnHour);
  await unit.phone.serverTokens();
  expect(await knows()).toBe(true);
  unit.wall += 3_600_000;
  expect(await knows()).toBe(false);
  unit.wall -= 3_600_000;
  say(null);
  expect(await unit.phone.declareCode("t", second)).toEqual({ ok: true, declared: true });
  expect(await knows()).toBe(false);
  expect(await unit.vault.list("declares")).toEqual([]);
});

test("R12 S18 without network nothing is forgotten and nothing is claimed", async () => {
  say(inAnHour);
  await unit.phone.serverTokens();
  server.answer = () => {
    throw new TypeError("no network");
  };
  expect(await unit.phone.declareCode("t", second)).toEqual({
    ok: false,
    reason: "unanswered",
    cause: "offline",
  });
  expect(await knows()).toBe(true);
});

test("R12 a refused declaration is told with the bank's reason", async () => {
  say(inAnHour);
  await unit.phone.serverTokens();
  server.answer = () => Response.json({ code: "rate_limited" }, { status: 429 });
  expect(await unit.phone.declareCode("t", second)).toMatchObject({
    ok: false,
    reason: "problem",
    problem: { code: "rate_limited" },
  });
});

test("an older server says nothing of declared seconds, and nothing is asked of the phone", async () => {
  const { serial, maskedSubject } = cardToken;
  const known = { serial, kind: "card", state: "active", subject: maskedSubject };
  server.answer = () => Response.json({ tokens: [known] });
  expect(await unit.phone.declareCode("t", second)).toEqual({ ok: true, declared: false });
});

test("a token that is deleted leaves nothing of its duty behind", async () => {
  say(inAnHour);
  await unit.phone.serverTokens();
  server.answer = () => new Response(null, { status: 204 });
  await unit.phone.deleteToken("t");
  expect(await unit.vault.list("declares")).toEqual([]);
  expect(await unit.phone.declareCode("t", second)).toEqual({ ok: false, reason: "no_such_token" });
});

test("a phone without a device key has nobody to tell", async () => {
  const keyless = createUnitPhone(server, now);
  await keyless.vault.write([{ kind: "token", id: "t", value: cardToken }]);
  expect(await keyless.phone.declareCode("t", second)).toEqual({
    ok: false,
    reason: "not_registered",
  });
  expect(server.requests).toEqual([]);
});
