/** The sealed registration: bound to the key k, the device key, and the registration it answers. */
import { describe, expect, it } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import { generateKemKeyPair, seal } from "./hpke.ts";
import { hashDeviceKey, publicPoint } from "./public-jwk.ts";
import {
  openRegistration,
  openRegistrationCode,
  sealRegistration,
  sealRegistrationCode,
} from "./registration.ts";
import { requestInfo } from "./sealed-request.ts";
import { realPlatform } from "./testing/platforms.ts";
import { deviceKey, releaseKey } from "./testing/vector-inputs.ts";

const pair = await generateKemKeyPair(realPlatform);
const devicePublicKey = deviceKey.publicJwk;
const to = { serverKey: { k: "k1", pk: pair.publicKey }, devicePublicKey };
const from = { serverKey: { k: "k1", secretKey: pair.secretKey }, devicePublicKey };
const person = { nationalId: "1272554953", mobile: "09120001001" };
const answer = { registrationId: "r-1", code: "123456" };

describe("A sealed registration", () => {
  it("tells the server the person, and nobody else", async () => {
    const request = await sealRegistration(realPlatform, to, person);
    expect(JSON.stringify(request)).not.toContain(person.mobile);
    const opened = await openRegistration(realPlatform, { ...from, request });
    expect(opened).toEqual({ ok: true, value: person });
  });

  it("tells the platform with it, and is refused with one that there is not", async () => {
    const told = { ...person, platform: "app" } as const;
    const request = await sealRegistration(realPlatform, to, told);
    const opened = await openRegistration(realPlatform, { ...from, request });
    expect(opened).toEqual({ ok: true, value: told });
    const strange = { ...person, platform: "web" as "pwa" };
    const other = await sealRegistration(realPlatform, to, strange);
    const refused = await openRegistration(realPlatform, { ...from, request: other });
    expect(refused).toEqual({ ok: false, reason: "bad_body" });
  });

  it("does not open under the proof of another device key", async () => {
    const request = await sealRegistration(realPlatform, to, person);
    const other = { ...from, devicePublicKey: releaseKey.publicJwk, request };
    const opened = await openRegistration(realPlatform, other);
    expect(opened).toEqual({ ok: false, reason: "not_opened" });
  });

  it("is refused when it names another device key inside", async () => {
    const devicePoint = encodeBase64url(publicPoint(releaseKey.publicJwk));
    const body = JSON.stringify({ ...person, devicePublicKey: devicePoint });
    const hash = await hashDeviceKey(realPlatform, devicePublicKey);
    const info = requestInfo("ramznama/1 register", "k1", hash);
    const plaintext = new TextEncoder().encode(body);
    const sealed = await seal(realPlatform, { publicKey: pair.publicKey, info }, plaintext, []);
    if (sealed === undefined) throw new Error("our own key was refused");
    const request = { k: "k1", enc: encodeBase64url(sealed.enc), ct: encodeBase64url(sealed.ct) };
    const opened = await openRegistration(realPlatform, { ...from, request });
    expect(opened).toEqual({ ok: false, reason: "other_device_key" });
  });

  it("is refused under another k", async () => {
    const request = await sealRegistration(realPlatform, to, person);
    const serverKey = { k: "k2", secretKey: pair.secretKey };
    const opened = await openRegistration(realPlatform, { ...from, serverKey, request });
    expect(opened).toEqual({ ok: false, reason: "other_server_key" });
  });
});

describe("A sealed registration code", () => {
  it("opens for the registration it answers and for no other", async () => {
    const request = await sealRegistrationCode(realPlatform, to, answer);
    const open = (registrationId: string) =>
      openRegistrationCode(realPlatform, { ...from, registrationId, request });
    expect(await open("r-1")).toEqual({ ok: true, value: { code: "123456" } });
    expect(await open("r-2")).toEqual({ ok: false, reason: "not_opened" });
  });

  it("is not mistaken for the first call, nor the first call for it", async () => {
    const first = await sealRegistration(realPlatform, to, person);
    const second = await sealRegistrationCode(realPlatform, to, answer);
    const crossed = await openRegistration(realPlatform, { ...from, request: second });
    expect(crossed).toEqual({ ok: false, reason: "not_opened" });
    const back = { ...from, registrationId: "r-1", request: first };
    expect(await openRegistrationCode(realPlatform, back)).toMatchObject({ ok: false });
  });

  it("is refused unless it is six Latin digits", async () => {
    for (const code of ["12345", "1234567", "12345a", "۱۲۳۴۵۶", ""]) {
      const request = await sealRegistrationCode(realPlatform, to, { ...answer, code });
      const opened = openRegistrationCode(realPlatform, {
        ...from,
        registrationId: "r-1",
        request,
      });
      expect(await opened).toEqual({ ok: false, reason: "bad_body" });
    }
  });
});
