/** The device key's proof over one request. */
import { describe, expect, it } from "vitest";
import { makeProof, verifyProof, type DeviceKey } from "./proof.ts";
import { exportPublicJwk } from "./public-jwk.ts";
import { realPlatform } from "./testing/platforms.ts";

async function makeDeviceKey(): Promise<DeviceKey> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await realPlatform.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const publicJwk = await exportPublicJwk(realPlatform, pair.publicKey);
  return { privateKey: pair.privateKey, publicJwk };
}

const request = { htm: "POST", htu: "/device/v1/activations", body: new Uint8Array([1, 2, 3]) };

describe("A proof", () => {
  it("made with a key that cannot be extracted verifies, and tells nonce, jti and key", async () => {
    const key = await makeDeviceKey();
    const text = await makeProof(realPlatform, key, { ...request, nonce: "n1" });
    const proof = await verifyProof(realPlatform, text, request);
    if (!proof.ok) throw new Error(proof.reason);
    expect(proof.value).toMatchObject({ jwk: key.publicJwk, nonce: "n1" });
    expect(proof.value.point).toHaveLength(65);
  });

  it("has another jti each time", async () => {
    const key = await makeDeviceKey();
    const jtis = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const text = await makeProof(realPlatform, key, { ...request, nonce: "n1" });
      const proof = await verifyProof(realPlatform, text, request);
      if (proof.ok) jtis.add(proof.value.jti);
    }
    expect(jtis.size).toBe(20);
  });

  it("covers an empty body", async () => {
    const key = await makeDeviceKey();
    const empty = { htm: "GET", htu: "/device/v1/tokens", body: new Uint8Array(0) };
    const text = await makeProof(realPlatform, key, { ...empty, nonce: "n1" });
    expect((await verifyProof(realPlatform, text, empty)).ok).toBe(true);
    const other = await verifyProof(realPlatform, text, { ...empty, body: new Uint8Array(1) });
    expect(other).toEqual({ ok: false, reason: "other_body" });
  });

  it("is never made over a query or a whole address", async () => {
    const key = await makeDeviceKey();
    for (const htu of ["/a?b=1", "http://localhost/a", "/a#b", ""]) {
      const made = makeProof(realPlatform, key, { ...request, htu, nonce: "n" });
      await expect(made).rejects.toThrow(TypeError);
    }
  });
});
