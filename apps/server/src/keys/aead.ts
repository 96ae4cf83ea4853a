/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: nonce | ciphertext | 128-bit tag. */
import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import type { Random } from "../platform/random.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const sealWithKey = (
  key: Uint8Array | KeyObject,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
  random: Random,
): Buffer => {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
};

/** @throws Error when the key, the additional data or one bit of the box is another. */
export const openWithKey = (
  key: Uint8Array | KeyObject,
  box: Uint8Array,
  additionalData: Uint8Array,
): Buffer => {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new RangeError("a sealed box is too short");
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, NONCE_BYTES));
  decipher.setAAD(additionalData);
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const body = box.subarray(NONCE_BYTES, box.length - TAG_BYTES);
  const plaintext = decipher.update(body);
  // GCM holds nothing back: `final` only checks the tag, and the plaintext lies in one buffer its owner can wipe.
  decipher.final();
  return plaintext;
};
