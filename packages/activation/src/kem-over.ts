/**
 * A platform's X-Wing as the KEM that the HPKE library takes. The library hands keys through without looking at them,
 * so a key is its bytes in an envelope; what base mode does not use is refused.
 */
import type { CipherSuite } from "@hpke/core";
import type { Bytes, WebCryptoKey, XWing } from "./platform.ts";
import { viewBytes, type Readable } from "./view-bytes.ts";

/** X-Wing in the registry of HPKE's KEMs (RFC 9180 §7.1). */
const xWingKemId = 0x647a;

export type LibraryKem = ConstructorParameters<typeof CipherSuite>[0]["kem"];

/** What is used of a KEM outside of the library; its own declarations name a global type that Node's lack. */
export interface KeyReader {
  deserializePublicKey(bytes: Uint8Array): Promise<WebCryptoKey>;
  deserializePrivateKey(bytes: Uint8Array): Promise<WebCryptoKey>;
}

interface Envelope {
  readonly bytes: Bytes;
}

const enclose = (bytes: Uint8Array): Promise<WebCryptoKey> => {
  const envelope: Envelope = { bytes: viewBytes(bytes) };
  // The library only passes it back to this file.
  return Promise.resolve(envelope as unknown as WebCryptoKey);
};

const bytesIn = (key: unknown): Bytes => (key as Envelope).bytes;

const notUsed = (): Promise<never> => Promise.reject(new Error("base mode does not ask for this"));

interface Encapsulating {
  readonly recipientPublicKey: unknown;
  readonly ekm?: unknown;
}

interface Decapsulating {
  readonly recipientKey: unknown;
  readonly enc: Readable;
}

export const kemOver = (xWing: XWing): KeyReader & LibraryKem => {
  const kem = {
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
    // Asynchronous, so that bytes which are no key become a rejection.
    encap: async ({ recipientPublicKey, ekm }: Encapsulating) => {
      const eseed = await Promise.resolve(ekm);
      if (!(eseed instanceof ArrayBuffer)) return notUsed();
      const made = xWing.encapsulate(bytesIn(recipientPublicKey), new Uint8Array(eseed));
      return { sharedSecret: made.sharedSecret.buffer, enc: made.ciphertext.buffer };
    },
    decap: async ({ recipientKey, enc }: Decapsulating) => {
      const secret = await Promise.resolve(
        xWing.decapsulate(bytesIn(recipientKey), viewBytes(enc)),
      );
      return secret.buffer;
    },
  };
  return kem as unknown as KeyReader & LibraryKem;
};
