/**
 * X-Wing (draft-connolly-cfrg-xwing-kem, section 5) from what OpenSSL has: ML-KEM-768, X25519, SHA3-256, SHAKE256.
 * Several times faster than in JavaScript, and in constant time. `packages/activation` has it from the library where
 * this Node has no ML-KEM.
 */
// As a whole: an older Node has no `encapsulate` that could be imported by name.
import * as crypto from "node:crypto";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from "node:crypto";
import { wipe, type Bytes, type XWing } from "@ramznama/activation";

const seedBytes = 64;
const secretKeyBytes = 32;
const mlKemPublicKeyBytes = 1184;
const publicKeyBytes = mlKemPublicKeyBytes + 32;
const mlKemCiphertextBytes = 1088;
const ciphertextBytes = mlKemCiphertextBytes + 32;
/** The picture of an X-wing, as the draft writes it: \./ over /^\. */
const label = Buffer.from("\\.//^\\", "ascii");

/** Undefined on a Node or an OpenSSL that has no ML-KEM (before Node 24.7, before OpenSSL 3.5). */
export const createNativeXWing = (): XWing | undefined => {
  const xWing = { publicKeyOf, encapsulate: encapsulateTo, decapsulate: decapsulateWith };
  try {
    const secretKey = new Uint8Array(secretKeyBytes);
    const { ciphertext } = encapsulateTo(publicKeyOf(secretKey), new Uint8Array(seedBytes).fill(1));
    decapsulateWith(secretKey, ciphertext);
    return xWing;
  } catch {
    return undefined;
  }
};

interface ExpandedKey {
  readonly mlKem: KeyObject;
  readonly x25519: KeyObject;
  /** pk_X, 32 bytes. */
  readonly x25519Public: Buffer;
}

/** expandDecapsulationKey. The key objects hold their own copies, which OpenSSL clears when they are collected. */
const expand = (secretKey: Bytes): ExpandedKey => {
  assertLength(secretKey, secretKeyBytes);
  const expanded = createHash("shake256", { outputLength: 96 }).update(secretKey).digest();
  try {
    const mlKem = createPrivateKey({
      key: expanded.subarray(0, seedBytes),
      format: "raw-seed",
      asymmetricKeyType: "ml-kem-768",
    });
    const x25519 = x25519PrivateKey(expanded.subarray(seedBytes));
    return { mlKem, x25519, x25519Public: rawPublic(createPublicKey(x25519)) };
  } finally {
    wipe(expanded);
  }
};

const publicKeyOf = (secretKey: Bytes): Bytes => {
  const { mlKem, x25519Public } = expand(secretKey);
  return joined(rawPublic(createPublicKey(mlKem)), x25519Public);
};

const encapsulateTo = (publicKey: Bytes, eseed: Bytes) => {
  assertLength(publicKey, publicKeyBytes);
  assertLength(eseed, seedBytes);
  const mlKem = createPublicKey({
    key: Buffer.from(publicKey.subarray(0, mlKemPublicKeyBytes)),
    format: "raw-public",
    asymmetricKeyType: "ml-kem-768",
  });
  const recipient = publicKey.subarray(mlKemPublicKeyBytes);
  const ephemeral = x25519PrivateKey(eseed.subarray(32));
  const ephemeralPublic = rawPublic(createPublicKey(ephemeral));
  const x25519Secret = agree(ephemeral, recipient);
  // OpenSSL draws the 32 bytes of ML-KEM itself.
  const { sharedKey, ciphertext } = crypto.encapsulate(mlKem);
  const sharedSecret = combine(sharedKey, x25519Secret, ephemeralPublic, recipient);
  return { sharedSecret, ciphertext: joined(ciphertext, ephemeralPublic) };
};

const decapsulateWith = (secretKey: Bytes, ciphertext: Bytes): Bytes => {
  assertLength(ciphertext, ciphertextBytes);
  const { mlKem, x25519, x25519Public } = expand(secretKey);
  const ephemeralPublic = ciphertext.subarray(mlKemCiphertextBytes);
  const x25519Secret = agree(x25519, ephemeralPublic);
  const sharedKey = crypto.decapsulate(mlKem, ciphertext.subarray(0, mlKemCiphertextBytes));
  return combine(sharedKey, x25519Secret, ephemeralPublic, x25519Public);
};

/** Combiner; the two secrets are done with afterwards. */
const combine = (
  mlKemSecret: Uint8Array,
  x25519Secret: Uint8Array,
  ciphertextX: Uint8Array,
  publicKeyX: Uint8Array,
): Bytes => {
  const hash = createHash("sha3-256");
  for (const part of [mlKemSecret, x25519Secret, ciphertextX, publicKeyX, label]) hash.update(part);
  wipe(mlKemSecret, x25519Secret);
  const digest = hash.digest();
  const secret = new Uint8Array(digest);
  wipe(digest);
  return secret;
};

const x25519PrivateKey = (bytes: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    format: "raw-private",
    asymmetricKeyType: "x25519",
  });

/** Throws where the other side's point gives nothing but zeros (RFC 7748 section 6.1). */
const agree = (privateKey: KeyObject, publicBytes: Uint8Array): Buffer =>
  diffieHellman({
    privateKey,
    publicKey: createPublicKey({
      key: Buffer.from(publicBytes),
      format: "raw-public",
      asymmetricKeyType: "x25519",
    }),
  });

const rawPublic = (key: KeyObject): Buffer => key.export({ format: "raw-public" });

const joined = (left: Uint8Array, right: Uint8Array): Bytes => {
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
};

const assertLength = (bytes: Uint8Array, length: number): void => {
  if (bytes.length !== length) throw new RangeError(`${length} bytes are needed`);
};
