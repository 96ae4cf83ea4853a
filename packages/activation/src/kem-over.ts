/**
 * A platform's X-Wing as the KEM that the HPKE library takes. The library hands keys through without looking at them,
 * so a key is its bytes in an envelope; what base mode does not use is refused.
 */
import type { XWing as LibraryXWing } from "@hpke/hybridkem-x-wing";
import type { Bytes, XWing } from "./platform.ts";

/** X-Wing in the registry of HPKE's KEMs (RFC 9180 §7.1). */
const xWingKemId = 0x647a;

/** The library's own class, without what only the class itself sees. */
export type Kem = Pick<
  LibraryXWing,
  | "id"
  | "secretSize"
  | "encSize"
  | "publicKeySize"
  | "privateKeySize"
  | "serializePublicKey"
  | "deserializePublicKey"
  | "serializePrivateKey"
  | "deserializePrivateKey"
  | "importKey"
  | "generateKeyPair"
  | "deriveKeyPair"
  | "encap"
  | "decap"
>;

type LibraryKey = Awaited<ReturnType<Kem["deserializePublicKey"]>>;
type Readable = Parameters<Kem["deserializePublicKey"]>[0];

interface Envelope {
  readonly bytes: Bytes;
}

const enclose = (bytes: Readable): Promise<LibraryKey> => {
  const envelope: Envelope = { bytes: bytesOf(bytes) };
  // The library only passes it back to this file.
  return Promise.resolve(envelope as unknown as LibraryKey);
};

const bytesIn = (key: unknown): Bytes => (key as Envelope).bytes;

const notUsed = (): Promise<never> => Promise.reject(new Error("base mode does not ask for this"));

export const kemOver = (xWing: XWing): Kem => ({
  id: xWingKemId,
  secretSize: 32,
  encSize: 1120,
  publicKeySize: 1216,
  privateKeySize: 32,
  serializePublicKey: notUsed,
  deserializePublicKey: enclose,
  serializePrivateKey: notUsed,
  deserializePrivateKey: enclose,
  importKey: notUsed,
  generateKeyPair: notUsed,
  deriveKeyPair: notUsed,
  encap: async ({ recipientPublicKey, ekm }) => {
    const eseed = await Promise.resolve(ekm);
    if (!(eseed instanceof ArrayBuffer)) return notUsed();
    const made = xWing.encapsulate(bytesIn(recipientPublicKey), new Uint8Array(eseed));
    return { sharedSecret: made.sharedSecret.buffer, enc: made.ciphertext.buffer };
  },
  decap: async ({ recipientKey, enc }) => {
    const secret = await Promise.resolve(xWing.decapsulate(bytesIn(recipientKey), bytesOf(enc)));
    return secret.buffer;
  },
});

const bytesOf = (readable: Readable): Bytes =>
  ArrayBuffer.isView(readable)
    ? new Uint8Array(readable.buffer as ArrayBuffer, readable.byteOffset, readable.byteLength)
    : new Uint8Array(readable as ArrayBuffer);
