/** WebCrypto, randomness, and what OpenSSL does better than the protocol package could by itself. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  verify,
  webcrypto,
  type KeyObject,
} from "node:crypto";
import type {
  Aes256Gcm,
  Bytes,
  EcPoint,
  Hashes,
  Platform,
  VerifyEs256,
} from "@ramznama/activation";
import { createNativeXWing } from "./native-x-wing.ts";
import type { Random } from "./random.ts";

export const webPlatform = (random: Random): Platform => {
  const xWing = createNativeXWing();
  return {
    subtle: webcrypto.subtle,
    random: (length) => new Uint8Array(random.bytes(length)),
    hashes,
    aes256Gcm,
    verifyEs256,
    ...(xWing === undefined ? {} : { xWing }),
  };
};

// Keys become key objects first: as bytes, Node asks of each in vain whether it is one, three times the hash's own time.
const hashes: Hashes = {
  sha256: (data) => new Uint8Array(createHash("sha256").update(data).digest()),
  hmacSha256: (key, message) =>
    new Uint8Array(createHmac("sha256", createSecretKey(key)).update(message).digest()),
};

const tagBytes = 16;

const aes256Gcm: Aes256Gcm = {
  seal: (key, nonce, plaintext, aad) => {
    const cipher = createCipheriv("aes-256-gcm", createSecretKey(key), nonce);
    cipher.setAAD(aad);
    return joined(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  },
  open: (key, nonce, ciphertext, aad) => {
    const tagAt = ciphertext.length - tagBytes;
    if (tagAt < 0) throw new RangeError("shorter than its tag");
    const authTagLength = tagBytes;
    const decipher = createDecipheriv("aes-256-gcm", createSecretKey(key), nonce, {
      authTagLength,
    });
    decipher.setAAD(aad);
    decipher.setAuthTag(ciphertext.subarray(tagAt));
    const plaintext = decipher.update(ciphertext.subarray(0, tagAt));
    // Throws before anything is handed out.
    return joined(plaintext, decipher.final());
  },
};

/** Bytes in memory of their own; the parts are done with, and may be secret. */
const joined = (...parts: readonly Buffer[]): Bytes => {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
    part.fill(0);
  }
  return bytes;
};

const verifyEs256: VerifyEs256 = (point, signature, signed) => {
  const key = publicKeyOf(point);
  return key && verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, signature);
};

/** OpenSSL checks that the point lies on the curve. */
const publicKeyOf = ({ x, y }: EcPoint): KeyObject | undefined => {
  try {
    return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  } catch {
    return undefined;
  }
};
