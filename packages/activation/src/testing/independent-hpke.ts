/**
 * HPKE base mode over X-Wing written a second time, over node:crypto (OpenSSL) alone, to judge what
 * the library seals and to name every value in between for the vectors. RFC 9180 §4 and §5.1;
 * draft-connolly-cfrg-xwing-kem §5. It only opens; it is for tests.
 */
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  type KeyObject,
} from "node:crypto";

/** X-Wing KEM 0x647a, HKDF-SHA256 0x0001, AES-256-GCM 0x0002 (RFC 9180 §5.1). */
const suiteId = Buffer.from([...Buffer.from("HPKE"), 0x64, 0x7a, 0x00, 0x01, 0x00, 0x02]);
const xwingLabel = Buffer.from("5c2e2f2f5e5c", "hex");
const mlKem768Pkcs8 = Buffer.from("3054020100300b06096086480165030404020442" + "8040", "hex");
const x25519Pkcs8 = Buffer.from("302e020100300506032b656e04220420", "hex");
const x25519Spki = Buffer.from("302a300506032b656e032100", "hex");

export interface IndependentlyOpened {
  readonly sharedSecret: Buffer;
  readonly keyScheduleContext: Buffer;
  readonly key: Buffer;
  readonly baseNonce: Buffer;
  readonly exporterSecret: Buffer;
  readonly plaintext: Buffer;
  readonly exportSecret: (label: string) => Buffer;
}

export function independentlyOpen(
  secretKey: Uint8Array,
  info: Uint8Array,
  enc: Uint8Array,
  ct: Uint8Array,
): IndependentlyOpened {
  const sharedSecret = xwingDecapsulate(secretKey, enc);
  const none = Buffer.alloc(0);
  const pskIdHash = labeledExtract(none, "psk_id_hash", none);
  const infoHash = labeledExtract(none, "info_hash", info);
  const keyScheduleContext = Buffer.concat([Buffer.from([0]), pskIdHash, infoHash]);
  const secret = labeledExtract(sharedSecret, "secret", none);
  const key = labeledExpand(secret, "key", keyScheduleContext, 32);
  const baseNonce = labeledExpand(secret, "base_nonce", keyScheduleContext, 12);
  const exporterSecret = labeledExpand(secret, "exp", keyScheduleContext, 32);
  const decipher = createDecipheriv("aes-256-gcm", key, baseNonce);
  decipher.setAuthTag(ct.subarray(ct.length - 16));
  const body = decipher.update(ct.subarray(0, ct.length - 16));
  const plaintext = Buffer.concat([body, decipher.final()]);
  const exportSecret = (label: string) =>
    labeledExpand(exporterSecret, "sec", Buffer.from(label), 32);
  const schedule = { sharedSecret, keyScheduleContext, key, baseNonce, exporterSecret };
  return { ...schedule, plaintext, exportSecret };
}

/** Draft §5.2 and §5.4: expand the seed, decapsulate both halves, combine. */
export function xwingDecapsulate(secretKey: Uint8Array, enc: Uint8Array): Buffer {
  const expanded = createHash("shake256", { outputLength: 96 }).update(secretKey).digest();
  const mlKem = privateKey(mlKem768Pkcs8, expanded.subarray(0, 64));
  const x25519 = privateKey(x25519Pkcs8, expanded.subarray(64));
  const theirs = Buffer.from(enc.subarray(1088));
  const publicKey = createPublicKey({
    key: Buffer.concat([x25519Spki, theirs]),
    format: "der",
    type: "spki",
  });
  const mlKemSecret = decapsulate(mlKem, enc.subarray(0, 1088));
  const x25519Secret = diffieHellman({ privateKey: x25519, publicKey });
  const ours = createPublicKey(x25519).export({ format: "der", type: "spki" }).subarray(-32);
  return createHash("sha3-256")
    .update(Buffer.concat([mlKemSecret, x25519Secret, theirs, ours, xwingLabel]))
    .digest();
}

function privateKey(prefix: Buffer, seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: "der", type: "pkcs8" });
}

function labeledExtract(salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  const labeled = Buffer.concat([Buffer.from("HPKE-v1"), suiteId, Buffer.from(label), ikm]);
  return createHmac("sha256", salt).update(labeled).digest();
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer {
  const header = Buffer.from([0, length]);
  const labeled = [header, Buffer.from("HPKE-v1"), suiteId, Buffer.from(label), info];
  // One block: no output of this suite is longer than SHA-256's.
  const block = createHmac("sha256", prk).update(Buffer.concat([...labeled, Buffer.from([1])]));
  return block.digest().subarray(0, length);
}
