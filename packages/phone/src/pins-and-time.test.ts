/** Pins and time (protocol.md): what the phone believes about whose the server is and what time it is. */
import { asUnixMilliseconds } from "@ramznama/activation";
import { beforeEach, expect, test } from "vitest";
import {
  createSigningServer,
  createUnitPhone,
  type SigningServer,
} from "./testing/signing-server.ts";
import { onlyId } from "./vault.ts";

const now = Date.UTC(2026, 10, 22, 12);
let server: SigningServer;

beforeEach(async () => {
  server = await createSigningServer(now);
});

const offsetOf = async (unit: ReturnType<typeof createUnitPhone>) =>
  (await unit.vault.load("clock", onlyId))?.offsetMilliseconds;

test("R7 signed time corrects a phone that is an hour slow, and the offset stays for the days offline", async () => {
  const unit = createUnitPhone(server, now - 3_600_000);
  expect(await unit.phone.synchronise()).toEqual({ ok: true, value: true });
  expect(await offsetOf(unit)).toBe(3_600_000);
});

test("R7 time signed for another question moves nothing", async () => {
  const unit = createUnitPhone(server, now);
  await unit.phone.synchronise();
  const recorded = await recordTime(now + 3_600_000);
  server.timeAnswer = recorded;
  await unit.phone.synchronise();
  expect(await offsetOf(unit)).toBe(0);
});

test("R7 time that a stranger signed moves nothing", async () => {
  const stranger = await createSigningServer(now + 3_600_000);
  const mixed: SigningServer = {
    ...server,
    fetch: (address, options) =>
      (address.includes("/time") ? stranger : server).fetch(address, options),
  };
  const unit = createUnitPhone(mixed, now);
  await unit.phone.synchronise();
  expect(stranger.requests).toEqual(["GET /device/v1/time"]);
  expect(await offsetOf(unit)).toBeUndefined();
});

test("R7 time signed with a key that has left the list moves nothing", async () => {
  const unit = createUnitPhone(server, now - 60_000);
  server.list = await server.signList(2, (key) => ({ ...key, k: "2026b" }));
  // The answer comes under the name of the key that was there before, and is truly signed with it.
  expect(await unit.phone.synchronise()).toEqual({ ok: true, value: true });
  expect(server.requests).toContain("GET /device/v1/time");
  expect(await offsetOf(unit)).toBeUndefined();
});

test("a list that the compiled-in release key has not signed is not the bank", async () => {
  const stranger = await createSigningServer(now);
  server.list = stranger.list;
  const unit = createUnitPhone(server, now);
  expect(await unit.phone.synchronise()).toMatchObject({
    reason: "not_the_bank",
    cause: "bad_signature",
  });
  expect(server.requests).toEqual(["GET /device/v1/configuration"]);
});

test("an older list than one that was seen is refused, and another of the same number too", async () => {
  const unit = createUnitPhone(server, now);
  server.list = await server.signList(7);
  await unit.phone.synchronise();
  server.list = await server.signList(6);
  expect(await unit.phone.synchronise()).toMatchObject({ cause: "rolled_back" });
  server.list = await server.signList(7, (key) => ({ ...key, k: "2026b" }));
  expect(await unit.phone.synchronise()).toMatchObject({ cause: "serial_number_reused" });
  server.list = await server.signList(8);
  expect(await unit.phone.synchronise()).toMatchObject({ ok: true });
});

test("without a valid server key nothing is sealed to anybody", async () => {
  const notAfter = asUnixMilliseconds(now - 1);
  server.list = await server.signList(2, (key) => ({ ...key, notAfter }));
  const unit = createUnitPhone(server, now);
  expect(await unit.phone.synchronise()).toMatchObject({ cause: "no_valid_key" });
  const person = { nationalId: "1272554953", mobile: "09120001001" };
  expect(await unit.phone.startRegistration(person)).toMatchObject({ cause: "no_valid_key" });
  expect(server.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});

test("R7 a phone that thinks it is last year still finds the valid key, by the server's time", async () => {
  const unit = createUnitPhone(server, now - 365 * 86_400_000);
  expect(await unit.phone.synchronise()).toMatchObject({ ok: true });
});

/** An answer that the server once gave to somebody else. */
async function recordTime(time: number): Promise<string> {
  const before = server.now;
  server.now = time;
  const nonce = "AAAAAAAAAAAAAAAAAAAAAA";
  const answer = await server.fetch(`http://bank.test/device/v1/time?nonce=${nonce}`, {});
  server.now = before;
  const { signedTime } = (await answer.json()) as { signedTime: string };
  return signedTime;
}
