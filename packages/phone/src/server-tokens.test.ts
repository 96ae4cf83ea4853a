/** What the phone keeps of the bank's word about its tokens: which of them are refused, also without network. */
import { beforeEach, expect, test } from "vitest";
import type { PhoneToken } from "./tokens.ts";
import { cardToken, storeCardToken } from "./testing/card-token.ts";
import {
  createSigningServer,
  createUnitPhone,
  type SigningServer,
  type UnitPhone,
} from "./testing/signing-server.ts";

const now = Date.UTC(2026, 10, 22, 12);

let server: SigningServer;
let unit: UnitPhone;

beforeEach(async () => {
  server = await createSigningServer(now);
  unit = createUnitPhone(server, now);
  await unit.keys.create();
  await storeCardToken(unit.vault);
});

/** The bank lists the token in this state. */
const say = (state: string, stateReason: string | null = null): void => {
  const { serial, maskedSubject: subject } = cardToken;
  const known = { serial, kind: "card", state, stateReason, subject };
  server.answer = () => Response.json({ tokens: [known] });
};

const goOffline = (): void => {
  server.answer = () => {
    throw new TypeError("no network");
  };
};

const stop = async (): Promise<PhoneToken["stop"]> => (await unit.phone.tokens())[0]?.stop;

test("S15 a token that the bank has ended makes no code any more, and the phone knows it without network too", async () => {
  say("ended", "revoked-by-branch");
  await unit.phone.serverTokens();
  goOffline();
  expect(await stop()).toEqual({ state: "ended", reason: "revoked-by-branch" });
  expect(await unit.phone.code("t")).toEqual({ ok: false, reason: "ended" });
  expect(await unit.vault.list("shown")).toEqual([]);
});

test("S15 a token that the bank no longer lists for this device has ended", async () => {
  server.answer = () => Response.json({ tokens: [] });
  await unit.phone.serverTokens();
  expect(await stop()).toEqual({ state: "ended", reason: null });
});

test("S15 a suspended token is known as such and goes on making codes: a branch may lift that while the phone is offline", async () => {
  say("suspended", "blocked-by-owner");
  // The tap itself asks, so that the code on the screen is known to be refused.
  expect(await unit.phone.declareCode("t", now / 1000)).toEqual({ ok: true, declared: false });
  expect(await stop()).toEqual({ state: "suspended", reason: "blocked-by-owner" });
  goOffline();
  expect(await unit.phone.code("t")).toMatchObject({ ok: true });
  say("active");
  await unit.phone.serverTokens();
  expect(await stop()).toBeUndefined();
  expect(await unit.vault.list("stop")).toEqual([]);
});

test("without an answer, or with a refusal, nothing is thought of a token", async () => {
  goOffline();
  await unit.phone.serverTokens();
  server.answer = () => Response.json({ code: "device_not_registered" }, { status: 401 });
  await unit.phone.serverTokens();
  expect(await stop()).toBeUndefined();
});

test("R5 an activation that owes its confirmation ends by a tagged answer only, never by this one", async () => {
  const owed = { activationId: "a", deviceKeyHash: "h", confirmation: "c", endedTag: "e" };
  await unit.vault.write([{ kind: "owed", id: "t", value: owed }]);
  say("ended");
  await unit.phone.serverTokens();
  expect(await stop()).toBeUndefined();
});

test("a token that is activated or deleted while the bank answers is not judged by that answer", async () => {
  server.answer = () => {
    void unit.vault.write([
      { kind: "token", id: "new", value: { ...cardToken, serial: "213456789014" } },
      { kind: "token", id: "t", value: undefined },
    ]);
    return Response.json({ tokens: [] });
  };
  await unit.phone.serverTokens();
  expect(await unit.phone.tokens()).toMatchObject([{ id: "new", stop: undefined }]);
  expect(await unit.vault.list("stop")).toEqual([]);
});

test("S19 a token that is deleted leaves nothing of what the bank said behind", async () => {
  say("ended");
  await unit.phone.serverTokens();
  server.answer = () => new Response(null, { status: 204 });
  await unit.phone.deleteToken("t");
  expect(await unit.vault.list("stop")).toEqual([]);
});
