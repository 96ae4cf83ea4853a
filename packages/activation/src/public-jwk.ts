/**
 * P-256 public keys (RFC 7517, RFC 7518 §6.2) as the protocol writes them: exactly kty, crv, x, y.
 * A key with private members, another curve or anything more is refused.
 */
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { hashFields } from "./hash-fields.ts";
import { sha256 } from "./hashing.ts";
import type { Bytes, Platform, WebCryptoKey } from "./platform.ts";
import { hasExactlyKeys, isRecord } from "./strict-json.ts";

export interface PublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

const es256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export function parsePublicJwk(value: unknown): PublicJwk | undefined {
  if (!isRecord(value) || !hasExactlyKeys(value, ["kty", "crv", "x", "y"])) return undefined;
  const { kty, crv, x, y } = value;
  if (kty !== "EC" || crv !== "P-256" || typeof x !== "string" || typeof y !== "string") {
    return undefined;
  }
  if (!decodeBase64urlOfLength(x, 32) || !decodeBase64urlOfLength(y, 32)) return undefined;
  return { kty, crv, x, y };
}

/** Undefined when the point is not on the curve: WebCrypto checks that. */
export async function importPublicJwk(
  platform: Platform,
  jwk: PublicJwk,
): Promise<WebCryptoKey | undefined> {
  try {
    return await platform.subtle.importKey("jwk", { ...jwk }, es256, true, ["verify"]);
  } catch {
    return undefined;
  }
}

/** The public half of a signing key that WebCrypto holds, extractable or not. */
export async function exportPublicJwk(platform: Platform, key: WebCryptoKey): Promise<PublicJwk> {
  const { kty, crv, x, y } = await platform.subtle.exportKey("jwk", key);
  const jwk = parsePublicJwk({ kty, crv, x, y });
  if (jwk === undefined) throw new TypeError("not a P-256 public key");
  return jwk;
}

/** DK.pub on the wire and under H: 0x04, x, y (SEC 1 §2.3.3, uncompressed), 65 bytes. */
export function publicPoint(jwk: PublicJwk): Bytes {
  const x = decodeBase64urlOfLength(jwk.x, 32);
  const y = decodeBase64urlOfLength(jwk.y, 32);
  if (x === undefined || y === undefined) throw new TypeError("not a parsed public key");
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(x, 1);
  point.set(y, 33);
  return point;
}

/** H(DK.pub), 32 bytes. */
export function hashDeviceKey(platform: Platform, jwk: PublicJwk): Promise<Bytes> {
  return hashFields(platform, [publicPoint(jwk)]);
}

/** RFC 7638, base64url: the name of a device key in the server's tables. */
export async function jwkThumbprint(platform: Platform, jwk: PublicJwk): Promise<string> {
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  return encodeBase64url(await sha256(platform, new TextEncoder().encode(canonical)));
}
