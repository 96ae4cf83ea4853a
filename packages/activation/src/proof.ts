/**
 * The device key's proof over one HTTP request: header `DPoP` of api.md, in the manner of RFC 9449.
 * Whether nonce and jti are fresh is the server's to say; everything else is checked here.
 */
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { sha256 } from "./hashing.ts";
import { parseJws, signJws, verifyJws } from "./jws.ts";
import type { Bytes, Platform, WebCryptoKey } from "./platform.ts";
import {
  hashDeviceKey,
  jwkThumbprint,
  parsePublicJwk,
  publicPoint,
  type PublicJwk,
} from "./public-jwk.ts";
import { accepted, refused, type Result } from "./result.ts";
import { hasExactlyKeys, type JsonRecord } from "./strict-json.ts";

/** DK as the phone holds it: the private half never leaves WebCrypto. */
export interface DeviceKey {
  readonly privateKey: WebCryptoKey;
  readonly publicJwk: PublicJwk;
}

export interface ProvenRequest {
  readonly htm: string;
  /** Path only: no origin, query or fragment. */
  readonly htu: string;
  /** The body as sent; empty for none. */
  readonly body: Uint8Array;
}

export interface VerifiedProof {
  readonly jwk: PublicJwk;
  /** RFC 7638, base64url. */
  readonly thumbprint: string;
  /** Uncompressed point, 65 bytes. */
  readonly point: Bytes;
  /** H(DK.pub), 32 bytes. */
  readonly deviceKeyHash: Bytes;
  /** 16 bytes as base64url: never seen before, or the proof is a repetition. */
  readonly jti: string;
  /** As the server handed it out; the server knows whether it is fresh. */
  readonly nonce: string;
}

export type ProofRefusal =
  "malformed" | "bad_key" | "bad_signature" | "other_method" | "other_path" | "other_body";

const proofType = "ramznama-proof+jwt";
const proofLengthMax = 2048;
const nonceLengthMax = 256;

export async function makeProof(
  platform: Platform,
  deviceKey: DeviceKey,
  request: ProvenRequest & { readonly nonce: string },
): Promise<string> {
  if (!/^\/[^?#]*$/.test(request.htu)) throw new TypeError("htu is a path");
  const header = { alg: "ES256", typ: proofType, jwk: deviceKey.publicJwk } as const;
  const payload = {
    htm: request.htm,
    htu: request.htu,
    jti: encodeBase64url(platform.random(16)),
    bodySha256: await hashBody(platform, request.body),
    nonce: request.nonce,
  };
  return signJws(platform, deviceKey.privateKey, header, payload);
}

export async function verifyProof(
  platform: Platform,
  text: unknown,
  request: ProvenRequest,
): Promise<Result<VerifiedProof, ProofRefusal>> {
  const jws = parseJws(text, proofLengthMax);
  if (jws === undefined || !isProofHeader(jws.header)) return refused("malformed");
  const claims = parseClaims(jws.payload);
  if (claims === undefined) return refused("malformed");
  const jwk = parsePublicJwk(jws.header["jwk"]);
  const isSigned = jwk && (await verifyJws(platform, jwk, jws));
  if (jwk === undefined || isSigned === undefined) return refused("bad_key");
  if (!isSigned) return refused("bad_signature");
  if (claims.htm !== request.htm) return refused("other_method");
  if (claims.htu !== request.htu) return refused("other_path");
  if (claims.bodySha256 !== (await hashBody(platform, request.body))) return refused("other_body");
  return accepted({
    jwk,
    thumbprint: await jwkThumbprint(platform, jwk),
    point: publicPoint(jwk),
    deviceKeyHash: await hashDeviceKey(platform, jwk),
    jti: claims.jti,
    nonce: claims.nonce,
  });
}

interface ProofClaims {
  readonly htm: string;
  readonly htu: string;
  readonly jti: string;
  readonly bodySha256: string;
  readonly nonce: string;
}

/** No `crit`, no `kid`, no `x5c`: a header with anything more is refused. */
function isProofHeader(header: JsonRecord): boolean {
  return (
    hasExactlyKeys(header, ["alg", "typ", "jwk"]) &&
    header["alg"] === "ES256" &&
    header["typ"] === proofType
  );
}

function parseClaims(payload: JsonRecord): ProofClaims | undefined {
  if (!hasExactlyKeys(payload, ["htm", "htu", "jti", "bodySha256", "nonce"])) return undefined;
  const { htm, htu, jti, bodySha256, nonce } = payload;
  if (typeof htm !== "string" || typeof htu !== "string" || typeof nonce !== "string") {
    return undefined;
  }
  if (typeof jti !== "string" || !decodeBase64urlOfLength(jti, 16)) return undefined;
  if (typeof bodySha256 !== "string" || !decodeBase64urlOfLength(bodySha256, 32)) return undefined;
  return nonce.length > nonceLengthMax ? undefined : { htm, htu, jti, bodySha256, nonce };
}

async function hashBody(platform: Platform, body: Uint8Array): Promise<string> {
  // A copy, because the caller's bytes may lie in shared memory, which WebCrypto refuses.
  return encodeBase64url(await sha256(platform, new Uint8Array(body)));
}
