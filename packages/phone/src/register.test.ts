/** Registration where an answer or the device key is lost on the way: what still makes accepted codes stays (S25). */
import { beforeEach, expect, test } from "vitest";
import { storeCardToken } from "./testing/card-token.ts";
import {
  createSigningServer,
  createUnitPhone,
  type SigningServer,
  type UnitPhone,
} from "./testing/signing-server.ts";
import { onlyId } from "./vault.ts";

const now = Date.UTC(2026, 10, 22, 12);
const registrationId = "7b0f4c5e-8a51-4b0e-9b7e-0c1f3c1d2a4b";
const deviceId = "0d9b2f6a-55c4-4f7e-8f38-6a1f0a7c9e21";
const person = { nationalId: "1272554953", mobile: "09120001001" };

let server: SigningServer;
let unit: UnitPhone;

/** Registered, one token in the list, and the device key lost. */
beforeEach(async () => {
  server = await createSigningServer(now);
  unit = createUnitPhone(server, now);
  const { nationalId } = person;
  const registeredAt = new Date(now - 1000).toISOString();
  await unit.vault.write([
    {
      kind: "registration",
      id: onlyId,
      value: { state: "registered", deviceId, nationalId, registeredAt },
    },
  ]);
  await storeCardToken(unit.vault);
});

const refuse = (status: number, code: string): Response => Response.json({ code }, { status });

/** A bank that knows another key of this customer, and takes the code as told. */
const answerWith = (confirmation: () => Response) => (method: string, path: string) => {
  if (method === "GET") return refuse(403, "device_not_registered");
  if (path.endsWith("/confirmation")) return confirmation();
  return Response.json(
    { registrationId, expiresAt: new Date(now + 300_000).toISOString() },
    { status: 201 },
  );
};
const done = () => Response.json({ deviceId, registeredAt: new Date(now).toISOString() });

const listed = async () => (await unit.phone.tokens()).map(({ id }) => id);
const stateOf = async () => (await unit.phone.registration())?.state;

test("S25 a key is lost and then the request: the tokens stay until another registration has replaced the device", async () => {
  server.answer = () => {
    throw new TypeError("no network");
  };
  expect(await unit.phone.startRegistration(person)).toMatchObject({ reason: "unanswered" });
  server.answer = answerWith(done);
  expect(await unit.phone.startRegistration(person)).toMatchObject({ ok: true });
  expect(await listed()).toEqual(["t"]);
  expect(await unit.phone.confirmRegistration("123456")).toEqual({ ok: true, deviceId });
  expect(await listed()).toEqual([]);
});

test("S25 while its key is lost a vault takes nobody else, and nothing unfinished is dropped", async () => {
  const owed = { activationId: registrationId, deviceKeyHash: "", confirmation: "", endedTag: "" };
  await unit.vault.write([{ kind: "owed", id: "t", value: owed }]);
  server.answer = () => {
    throw new TypeError("no network");
  };
  await unit.phone.startRegistration(person);
  server.answer = answerWith(done);
  expect(await unit.phone.resume()).toEqual([]);
  expect(await listed()).toEqual(["t"]);
  const stranger = { nationalId: "2788227795", mobile: "09120001002" };
  expect(await unit.phone.startRegistration(stranger)).toMatchObject({ reason: "other_person" });
});

for (const code of [
  "registration_expired",
  "registration_code_locked",
  "registration_not_recognised",
]) {
  test(`S25 after ${code} the phone waits for no code any more, and keeps the tokens that still work`, async () => {
    server.answer = answerWith(() => refuse(410, code));
    await unit.phone.startRegistration(person);
    expect(await unit.phone.confirmRegistration("123456")).toMatchObject({ problem: { code } });
    expect(await stateOf()).toBe("key-lost");
    expect(await listed()).toEqual(["t"]);
    expect(await unit.phone.startRegistration(person)).toMatchObject({ ok: true });
    expect(await listed()).toEqual(["t"]);
  });
}

test("S25 a first registration whose code is over begins anew, and a mistyped code ends nothing", async () => {
  await unit.vault.write([{ kind: "registration", id: onlyId, value: undefined }]);
  server.answer = answerWith(() => refuse(422, "registration_code_wrong"));
  await unit.phone.startRegistration(person);
  await unit.phone.confirmRegistration("123456");
  expect(await stateOf()).toBe("asked");
  server.answer = answerWith(() => refuse(410, "registration_expired"));
  await unit.phone.confirmRegistration("123456");
  expect(await stateOf()).toBe(undefined);
});
