/** The phone's doors are written by hand so that zod stays out of a browser; here they are held against the contract. */
import * as contract from "@ramznama/contract";
import type { Route } from "@ramznama/contract";
import { parseTimeNonce } from "@ramznama/activation";
import { expect, test } from "vitest";
import type { DeviceRequest } from "./device-request.ts";
import { generateDeviceKey } from "./device-key-store.ts";
import * as doors from "./device-doors.ts";
import { platform } from "./testing/signing-server.ts";

const key = await generateDeviceKey(platform);
const id = "0b7c2f9e-8a41-4e57-9d3c-5f1a2b3c4d5e";
const serial = "123456789015";
const nonce = parseTimeNonce("AAAAAAAAAAAAAAAAAAAAAA");
if (nonce === undefined) throw new Error("sixteen zero bytes are a nonce");

const policy = { validitySeconds: 121, digits: 8, stepSeconds: 1, hash: "SHA-256" };
const confirmation = "A".repeat(43);
const token = {
  serial,
  kind: "card",
  state: "suspended",
  stateReason: "blocked",
  subject: "628023******6831",
  platform: "pwa",
  declares: null,
};
const declares = { reason: "guesses", until: "2026-11-22T13:40:06.000Z" };

const pairs: readonly (readonly [Route, DeviceRequest<unknown>, unknown])[] = [
  [
    contract.getConfiguration,
    doors.askConfiguration(),
    { bankName: "بانک", cardPrefix: "628023", policy, serverKeys: "a.b.c" },
  ],
  [contract.getTime, doors.askTime(nonce), { signedTime: "a.b.c" }],
  [
    contract.createRegistration,
    doors.askRegistration(key, "{}"),
    { registrationId: id, expiresAt: "2026-11-22T13:40:06.123Z" },
  ],
  [
    contract.confirmRegistration,
    doors.sendRegistrationCode(key, id, "{}"),
    { deviceId: id, registeredAt: "2026-11-22T13:40:06Z" },
  ],
  [contract.createActivation, doors.askActivation(key, "{}"), undefined],
  [contract.confirmActivation, doors.sendConfirmation(key, id, { confirmation }), undefined],
  [
    contract.listDeviceTokens,
    doors.askTokens(key),
    { tokens: [token, { ...token, stateReason: null, platform: null, declares }] },
  ],
  [contract.declareSecond, doors.sendDeclaredSecond(key, serial, 1_764_072_190), { declares }],
  [contract.deleteDeviceToken, doors.deleteToken(key, serial), undefined],
  [contract.deleteAllDeviceTokens, doors.deleteAllTokens(key), undefined],
];

test.each(pairs)("$name: method, path, status and proof are the contract's", (route, door) => {
  const pattern = new RegExp(`^${route.path.replace(/:[a-z]+/g, "[^/]+")}$`);
  expect(door.path).toMatch(pattern);
  expect([door.method, door.status]).toEqual([route.method, route.status]);
  expect(door.deviceKey !== undefined).toBe(route.access.kind === "device");
});

const answered = pairs.filter(([, , body]) => body !== undefined);

test.each(answered)(
  "$name: what the contract answers is read, with a field more too",
  (route, door, body) => {
    expect(route.response?.safeParse(body).success).toBe(true);
    expect(door.parse(body)).toBeDefined();
    expect(door.parse({ ...(body as object), newer: 1 })).toEqual(door.parse(body));
  },
);

test.each(answered)(
  "$name: what the contract would not answer is not read",
  (_route, door, body) => {
    for (const field of Object.keys(body as object)) {
      if (field === "policy") continue;
      for (const wrong of [undefined, null, 1, [{}], "", "../x"]) {
        if (field === "declares" && wrong === null) continue;
        // Some texts may hold anything; a parser must only never pass another type on.
        const parsed = door.parse({ ...(body as object), [field]: wrong });
        if (typeof wrong !== "string")
          expect(parsed, `${field}: ${JSON.stringify(wrong)}`).toBeUndefined();
      }
    }
    for (const wrong of [undefined, null, "", [], 1]) expect(door.parse(wrong)).toBeUndefined();
  },
);

test("no door of the phone is missing here", () => {
  const names = contract.routes
    .filter(({ listener, path }) => listener === "public" && path.startsWith("/device/"))
    .map(({ name }) => name);
  expect(pairs.map(([route]) => route.name).sort()).toEqual([...names].sort());
});
