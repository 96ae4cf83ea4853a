/**
 * signed.json: server key lists, signed time and proofs. ECDSA signatures differ each time, so a
 * signature that stands in the file and still fits its content is kept.
 */
import { createPublicKey, verify } from "node:crypto";
import { encodeBase64url } from "../base64url.ts";
import { signJws } from "../jws.ts";
import { hashDeviceKey, jwkThumbprint, publicPoint } from "../public-jwk.ts";
import { realPlatform } from "./platforms.ts";
import {
  deviceKey,
  drawnAs,
  importSigningKey,
  releaseKey,
  timeKey,
  validFrom,
  validUntil,
  vectorServerKey,
  vectorTime,
  type SigningKey,
} from "./vector-inputs.ts";

export interface SignedCase {
  readonly name: string;
  /** "accepted", or the reason of the refusal. */
  readonly expected: string;
  readonly jws: string;
}

type Sign = (key: SigningKey, header: object, payload: object) => Promise<string>;

export async function makeSignedVectors(standing: readonly string[]): Promise<object> {
  const sign: Sign = async (key, header, payload) => {
    // The negative cases need headers that the package never writes.
    const fresh = await signJws(
      realPlatform,
      await importSigningKey(key),
      header as { alg: "ES256"; typ: string },
      payload,
    );
    const content = fresh.slice(0, fresh.lastIndexOf("."));
    return standing.find((jws) => jws.startsWith(`${content}.`) && fits(jws, key)) ?? fresh;
  };
  return {
    about:
      "Compact JWS with ES256. Each case is verified with the keys given; `expected` is accepted or " +
      "the reason. The private keys are published ones, for tests only. Times are Unix milliseconds.",
    releaseKey: releaseKey.privateJwk,
    timeKey: timeKey.privateJwk,
    deviceKey: {
      jwk: deviceKey.privateJwk,
      point: Buffer.from(publicPoint(deviceKey.publicJwk)).toString("hex"),
      thumbprint: await jwkThumbprint(realPlatform, deviceKey.publicJwk),
      hash: Buffer.from(await hashDeviceKey(realPlatform, deviceKey.publicJwk)).toString("hex"),
    },
    serverKeyLists: await makeLists(sign),
    signedTimes: { nonce: encodeBase64url(timeNonce), cases: await makeTimes(sign) },
    proofs: { ...provenRequest, cases: await makeProofs(sign) },
  };
}

const timeNonce = drawnAs("time nonce", 16);
export const provenRequest = {
  htm: "POST",
  htu: "/device/v1/activations",
  body: '{"k":"2026-1","enc":"","ct":""}',
};

async function makeLists(sign: Sign): Promise<readonly SignedCase[]> {
  const { k, publicKey } = await vectorServerKey();
  const key = {
    k,
    pk: encodeBase64url(publicKey),
    signingKey: timeKey.publicJwk,
    notBefore: validFrom,
    notAfter: validUntil,
  };
  const header = { alg: "ES256", typ: "ramznama-server-keys+jwt" };
  const list = { serialNumber: 7, keys: [key] };
  const good = await sign(releaseKey, header, list);
  const refuse = async (name: string, head: object, payload: object): Promise<SignedCase> => ({
    name,
    expected: "malformed",
    jws: await sign(releaseKey, head, payload),
  });
  return [
    { name: "a list of one key", expected: "accepted", jws: good },
    {
      name: "signed by another key",
      expected: "bad_signature",
      jws: await sign(timeKey, header, list),
    },
    { name: "one part missing", expected: "malformed", jws: good.slice(0, good.lastIndexOf(".")) },
    await refuse("of another type", { ...header, typ: "JWT" }, list),
    await refuse("with alg none", { ...header, alg: "none" }, list),
    await refuse("with crit", { ...header, crit: ["b64"], b64: false }, list),
    await refuse("without keys", header, { ...list, keys: [] }),
    await refuse("one k twice", header, { ...list, keys: [key, key] }),
    await refuse("serial number zero", header, { ...list, serialNumber: 0 }),
    await refuse("an unknown member", header, { ...list, keys: [{ ...key, more: 1 }] }),
    await refuse("a private signing key", header, {
      ...list,
      keys: [{ ...key, signingKey: timeKey.privateJwk }],
    }),
    await refuse("ends before it begins", header, {
      ...list,
      keys: [{ ...key, notAfter: validFrom }],
    }),
  ];
}

async function makeTimes(sign: Sign): Promise<readonly SignedCase[]> {
  const header = { alg: "ES256", typ: "ramznama-time+jwt", kid: "2026-1" };
  const payload = { nonce: encodeBase64url(timeNonce), time: vectorTime };
  const otherNonce = encodeBase64url(drawnAs("another nonce", 16));
  const one = async (
    name: string,
    expected: string,
    key: SigningKey,
    head: object,
    body: object,
  ) => ({
    name,
    expected,
    jws: await sign(key, head, body),
  });
  return [
    await one("fresh", "accepted", timeKey, header, payload),
    await one("by another key", "bad_signature", deviceKey, header, payload),
    await one("unknown k", "unknown_key", timeKey, { ...header, kid: "2025-9" }, payload),
    await one("of another nonce", "other_nonce", timeKey, header, {
      ...payload,
      nonce: otherNonce,
    }),
    await one("before the key was valid", "key_not_valid_then", timeKey, header, {
      ...payload,
      time: validFrom - 1,
    }),
    await one("when the key had ended", "key_not_valid_then", timeKey, header, {
      ...payload,
      time: validUntil,
    }),
    await one("with a fraction", "malformed", timeKey, header, { ...payload, time: 1.5 }),
    await one("a list's type", "malformed", timeKey, { ...header, typ: "JWT" }, payload),
  ];
}

async function makeProofs(sign: Sign): Promise<readonly SignedCase[]> {
  const header = { alg: "ES256", typ: "ramznama-proof+jwt", jwk: deviceKey.publicJwk };
  const digest = await realPlatform.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(provenRequest.body),
  );
  const payload = {
    htm: provenRequest.htm,
    htu: provenRequest.htu,
    jti: encodeBase64url(drawnAs("jti", 16)),
    bodySha256: encodeBase64url(new Uint8Array(digest)),
    nonce: "nonce-of-the-server",
  };
  const one = async (name: string, expected: string, head: object, body: object) => ({
    name,
    expected,
    jws: await sign(deviceKey, head, body),
  });
  const offCurve = { ...deviceKey.publicJwk, y: deviceKey.publicJwk.x };
  const emptyHash = encodeBase64url(
    new Uint8Array(await realPlatform.subtle.digest("SHA-256", new Uint8Array(0))),
  );
  return [
    await one("of this request", "accepted", header, payload),
    await one("of another method", "other_method", header, { ...payload, htm: "DELETE" }),
    await one("of another path", "other_path", header, { ...payload, htu: "/device/v1/tokens" }),
    await one("of another body", "other_body", header, { ...payload, bodySha256: emptyHash }),
    await one("with the private key", "bad_key", { ...header, jwk: deviceKey.privateJwk }, payload),
    await one("a point off the curve", "bad_key", { ...header, jwk: offCurve }, payload),
    await one(
      "another curve",
      "bad_key",
      { ...header, jwk: { ...deviceKey.publicJwk, crv: "P-384" } },
      payload,
    ),
    await one(
      "signed by another key",
      "bad_signature",
      { ...header, jwk: timeKey.publicJwk },
      payload,
    ),
    await one("with crit", "malformed", { ...header, crit: ["exp"], exp: 1 }, payload),
    await one("another type", "malformed", { ...header, typ: "dpop+jwt" }, payload),
    await one("without nonce", "malformed", header, { ...payload, nonce: undefined }),
    await one("a short jti", "malformed", header, { ...payload, jti: "AAAA" }),
    await one("longer than a proof can be", "malformed", header, {
      ...payload,
      nonce: "n".repeat(3000),
    }),
  ];
}

function fits(jws: string, { publicJwk }: SigningKey): boolean {
  const [header = "", payload = "", signature = ""] = jws.split(".");
  const key = createPublicKey({ key: { ...publicJwk }, format: "jwk" });
  const raw = Buffer.from(signature, "base64url");
  const content = Buffer.from(`${header}.${payload}`);
  return verify("sha256", content, { key, dsaEncoding: "ieee-p1363" }, raw);
}
