/** A server that computes by OpenSSL and a phone that computes by WebCrypto and the library come to the same seed. */
import { randomBytes, webcrypto } from "node:crypto";
import {
  answerActivation,
  asUnixMilliseconds,
  beginActivation,
  encodeBase64url,
  exportPublicJwk,
  generateKemKeyPair,
  hashDeviceKey,
  makeProof,
  openActivationReply,
  openActivationRequest,
  verifyConfirmation,
  verifyProof,
  type Platform,
} from "@ramznama/activation";
import { expect, test } from "vitest";
import { systemRandom } from "./random.ts";
import { webPlatform } from "./web-platform.ts";

const phone: Platform = {
  subtle: webcrypto.subtle,
  random: (length) => new Uint8Array(randomBytes(length)),
};
const server = webPlatform(systemRandom);

const ES256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const pair = await webcrypto.subtle.generateKey(ES256, false, ["sign", "verify"]);
const publicJwk = await exportPublicJwk(phone, pair.publicKey);
const deviceKey = { privateKey: pair.privateKey, publicJwk };

test("P6 phone and server come to one seed, each by its own means, and the confirmation is the phone's", async () => {
  for (const part of ["xWing", "hashes", "aes256Gcm", "verifyEs256"] as const) {
    expect([part, server[part] !== undefined, phone[part]]).toEqual([part, true, undefined]);
  }
  for (let round = 0; round < 25; round += 1) {
    const { secretKey, publicKey } = await generateKemKeyPair(round % 2 === 0 ? server : phone);
    const to = { serverKey: { k: "k1", pk: publicKey }, devicePublicKey: publicJwk };
    const { request, pending } = await beginActivation(phone, to, {
      kind: "account-gateway",
      serial: "123456789015",
      code: "12345678",
      platform: "pwa",
    });
    const opened = await openActivationRequest(server, {
      serverKey: { k: "k1", secretKey },
      deviceKeyHash: await hashDeviceKey(server, publicJwk),
      request,
    });
    if (!opened.ok) throw new Error(opened.reason);
    const answered = await answerActivation(server, opened.value, {
      activationId: systemRandom.uuid(),
      profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121 },
      serverTime: asUnixMilliseconds(0),
      maskedSubject: "",
    });
    if (!answered.ok) throw new Error(answered.reason);
    const { codeKey, confirmationHash, reply } = answered.value;
    const received = await openActivationReply(phone, pending, reply);
    if (!received.ok) throw new Error(received.reason);
    expect(Buffer.from(received.value.codeKey).toString("hex")).toBe(
      Buffer.from(codeKey).toString("hex"),
    );
    const { confirmation } = received.value;
    expect(
      await verifyConfirmation(server, { confirmationHash }, encodeBase64url(confirmation)),
    ).toBe(true);
  }
});

test("P6 a proof of the device key is the same to both", async () => {
  const request = { htm: "POST", htu: "/device/v1/activations", body: randomBytes(300) };
  const proof = await makeProof(phone, deviceKey, { ...request, nonce: "n" });
  const byServer = await verifyProof(server, proof, request);
  expect(byServer.ok).toBe(true);
  expect(byServer).toEqual(await verifyProof(phone, proof, request));
  const other = await verifyProof(server, proof, { ...request, body: randomBytes(300) });
  expect(other).toEqual({ ok: false, reason: "other_body" });
});

test("P6 a proof with a changed signature, or under a key that is no point of the curve, is refused by both alike", async () => {
  const request = { htm: "POST", htu: "/device/v1/activations", body: randomBytes(3) };
  const proof = await makeProof(phone, deviceKey, { ...request, nonce: "n" });
  const [header = "", payload = "", signature = ""] = proof.split(".");
  const other = await makeProof(phone, deviceKey, { ...request, nonce: "m" });
  const swapped = [header, payload, other.split(".")[2]].join(".");
  const parsed = JSON.parse(Buffer.from(header, "base64url").toString()) as { jwk: { y: string } };
  parsed.jwk.y = parsed.jwk.y.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  const offCurve = [Buffer.from(JSON.stringify(parsed)).toString("base64url"), payload, signature];
  for (const platform of [server, phone]) {
    expect(await verifyProof(platform, swapped, request)).toMatchObject({
      reason: "bad_signature",
    });
    expect(await verifyProof(platform, offCurve.join("."), request)).toMatchObject({
      reason: "bad_key",
    });
  }
});

test("P6 AES-256-GCM of both opens what either seals, and nothing that was altered or cut", async () => {
  const { aes256Gcm } = server;
  if (aes256Gcm === undefined) throw new Error("the server has none");
  for (let length = 0; length < 70; length += 1) {
    const [key, nonce, text, aad] = [32, 12, length, length % 20].map((n) => phone.random(n));
    if (key === undefined || nonce === undefined || !text || !aad) throw new Error("no bytes");
    const sealed = aes256Gcm.seal(key, nonce, text, aad);
    const webKey = await phone.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
    const parameters = { name: "AES-GCM", iv: nonce, additionalData: aad };
    const judged = new Uint8Array(await phone.subtle.encrypt(parameters, webKey, text));
    expect(sealed).toEqual(judged);
    expect(aes256Gcm.open(key, nonce, judged, aad)).toEqual(text);
    const altered = judged.map((byte, at) => (at === length % judged.length ? byte ^ 1 : byte));
    expect(() => aes256Gcm.open(key, nonce, altered, aad)).toThrow();
    expect(() => aes256Gcm.open(key, nonce, judged.slice(0, 15), aad)).toThrow();
  }
});
