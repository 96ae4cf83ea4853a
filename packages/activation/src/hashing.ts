/**
 * SHA-256, HMAC-SHA256 and HKDF-SHA256 (RFC 5869) of the platform: by its own synchronous functions where it names
 * them, else by WebCrypto.
 */
import { wipe, type Bytes, type Hashes, type Platform } from "./platform.ts";

const hashLength = 32;

export async function sha256(platform: Platform, data: Bytes): Promise<Bytes> {
  if (platform.hashes !== undefined) return platform.hashes.sha256(data);
  return new Uint8Array(await platform.subtle.digest("SHA-256", data));
}

/** RFC 2104, 32 bytes. */
export async function hmac(platform: Platform, key: Bytes, message: Bytes): Promise<Bytes> {
  if (platform.hashes !== undefined) return platform.hashes.hmacSha256(key, message);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await platform.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await platform.subtle.sign("HMAC", imported, message));
}

/** 32 bytes. */
export async function hkdf(
  platform: Platform,
  ikm: Bytes,
  salt: Bytes,
  info: string,
): Promise<Bytes> {
  const infoBytes = new TextEncoder().encode(info);
  if (platform.hashes !== undefined) {
    return extractAndExpand(platform.hashes, { ikm, salt, info: infoBytes }, hashLength);
  }
  const key = await platform.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info: infoBytes };
  return new Uint8Array(await platform.subtle.deriveBits(parameters, key, 256));
}

/** RFC 5869 section 2.2; an absent salt is a hash's length of zeros, which HMAC makes of an empty key by itself. */
export function extract(hashes: Hashes, salt: Bytes, ikm: Bytes): Bytes {
  return hashes.hmacSha256(salt, ikm);
}

/** RFC 5869 section 2.3. */
export function expand(hashes: Hashes, prk: Bytes, info: Bytes, length: number): Bytes {
  if (length > 255 * hashLength) throw new RangeError("HKDF gives no more than 255 blocks");
  const okm = new Uint8Array(length);
  let block: Bytes = new Uint8Array(0);
  for (let offset = 0, counter = 1; offset < length; offset += hashLength, counter += 1) {
    const message = new Uint8Array([...block, ...info, counter]);
    block = hashes.hmacSha256(prk, message);
    wipe(message.subarray(0, message.length - 1));
    okm.set(block.subarray(0, length - offset), offset);
  }
  wipe(block);
  return okm;
}

export function extractAndExpand(
  hashes: Hashes,
  from: { readonly ikm: Bytes; readonly salt: Bytes; readonly info: Bytes },
  length: number,
): Bytes {
  const prk = extract(hashes, from.salt, from.ikm);
  const okm = expand(hashes, prk, from.info, length);
  wipe(prk);
  return okm;
}
