/**
 * Compact JWS with ES256 (RFC 7515 §3.1, RFC 7518 §3.4): the one form the protocol uses. Written
 * over WebCrypto because the phone needs sign and verify of one algorithm with an exact header, and
 * pays for every byte before its first screen (README.md, Sizes).
 */
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Bytes, Platform, WebCryptoKey } from "./platform.ts";
import { importPublicJwk, type PublicJwk } from "./public-jwk.ts";
import { encodeJson, isRecord, parseJson, type JsonRecord } from "./strict-json.ts";

const ecdsa = { name: "ECDSA", hash: "SHA-256" } as const;

export interface Jws {
  readonly header: JsonRecord;
  readonly payload: JsonRecord;
  readonly signed: Bytes;
  readonly signature: Bytes;
}

export async function signJws(
  platform: Platform,
  key: WebCryptoKey,
  header: { readonly alg: "ES256"; readonly typ: string },
  payload: object,
): Promise<string> {
  const content = `${encodeBase64url(encodeJson(header))}.${encodeBase64url(encodeJson(payload))}`;
  const signature = await platform.subtle.sign(ecdsa, key, new TextEncoder().encode(content));
  return `${content}.${encodeBase64url(new Uint8Array(signature))}`;
}

/** Undefined for anything but three base64url parts, two of them JSON objects. */
export function parseJws(text: unknown, lengthMax: number): Jws | undefined {
  if (typeof text !== "string" || text.length > lengthMax) return undefined;
  const parts = text.split(".");
  const [header, payload, signature] = parts.map(decodeBase64url);
  if (parts.length !== 3 || !header || !payload || signature?.length !== 64) return undefined;
  const [parsedHeader, parsedPayload] = [parseJson(header), parseJson(payload)];
  if (!isRecord(parsedHeader) || !isRecord(parsedPayload)) return undefined;
  const signed = new TextEncoder().encode(text.slice(0, text.lastIndexOf(".")));
  return { header: parsedHeader, payload: parsedPayload, signed, signature };
}

/** Undefined when the key is no point of the curve. */
export async function verifyJws(
  platform: Platform,
  jwk: PublicJwk,
  { signature, signed }: Jws,
): Promise<boolean | undefined> {
  if (platform.verifyEs256 !== undefined) return platform.verifyEs256(jwk, signature, signed);
  const key = await importPublicJwk(platform, jwk);
  return key && platform.subtle.verify(ecdsa, key, signature, signed);
}
