/**
 * Signed time (protocol.md, Pins and time): the only thing that moves the phone's clock offset.
 * A compact JWS whose header `kid` is k and whose payload is {nonce, time}.
 */
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { parseJws, signJws, verifyJws } from "./jws.ts";
import {
  isUnixMilliseconds,
  type Platform,
  type UnixMilliseconds,
  type WebCryptoKey,
} from "./platform.ts";
import { accepted, refused, type Result } from "./result.ts";
import { findServerKey, isServerKeyValid, type ServerKeyList } from "./server-key-list.ts";
import { hasExactlyKeys } from "./strict-json.ts";

declare const timeNonceBrand: unique symbol;

/** 16 random bytes as base64url, made anew for every question. */
export type TimeNonce = string & { readonly [timeNonceBrand]: true };

export type TimeRefusal =
  | "malformed"
  | "unknown_key"
  | "bad_signature"
  /** Signed for another question: an old or foreign answer. */
  | "other_nonce"
  /** The key was not valid at the time it signs. */
  | "key_not_valid_then";

const timeType = "ramznama-time+jwt";

export function makeTimeNonce(platform: Platform): TimeNonce {
  // A fresh nonce is well formed by construction.
  return encodeBase64url(platform.random(16)) as TimeNonce;
}

export function parseTimeNonce(text: unknown): TimeNonce | undefined {
  const bytes = decodeBase64urlOfLength(text, 16);
  // Strict base64url has one text for these bytes, so the text checked is the text returned.
  return bytes === undefined ? undefined : (encodeBase64url(bytes) as TimeNonce);
}

export function signTime(
  platform: Platform,
  signingKey: WebCryptoKey,
  content: { readonly k: string; readonly nonce: TimeNonce; readonly time: UnixMilliseconds },
): Promise<string> {
  const header = { alg: "ES256", typ: timeType, kid: content.k } as const;
  return signJws(platform, signingKey, header, { nonce: content.nonce, time: content.time });
}

/**
 * The key's validity is judged at the time it signs, because a phone whose clock is wrong cannot
 * judge it by its own. A key withdrawn early disappears by a list with a higher serial number.
 */
export async function verifyTime(
  platform: Platform,
  list: ServerKeyList,
  text: unknown,
  sentNonce: TimeNonce,
): Promise<Result<UnixMilliseconds, TimeRefusal>> {
  const jws = parseJws(text, 1024);
  if (jws === undefined || !hasExactlyKeys(jws.header, ["alg", "typ", "kid"])) {
    return refused("malformed");
  }
  const { alg, typ, kid } = jws.header;
  const { nonce, time } = jws.payload;
  if (alg !== "ES256" || typ !== timeType || typeof kid !== "string") return refused("malformed");
  if (!hasExactlyKeys(jws.payload, ["nonce", "time"]) || !isUnixMilliseconds(time)) {
    return refused("malformed");
  }
  const entry = findServerKey(list, kid);
  const isSigned = entry && (await verifyJws(platform, entry.signingKey, jws));
  if (entry === undefined || isSigned === undefined) return refused("unknown_key");
  if (!isSigned) return refused("bad_signature");
  if (nonce !== sentNonce) return refused("other_nonce");
  return isServerKeyValid(entry, time) ? accepted(time) : refused("key_not_valid_then");
}
