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
  expect([server.xWing, server.hashes, phone.xWing, phone.hashes].map(Boolean)).toEqual([
    true,
    true,
    false,
    false,
  ]);
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
