/** The HPKE library's AES-256-GCM with a platform's synchronous one under it. */
import { Aes256Gcm } from "@hpke/core";
import type { Aes256Gcm as PlatformAes256Gcm } from "./platform.ts";
import { viewBytes, type Readable } from "./view-bytes.ts";

export const aeadOver = (aes: PlatformAes256Gcm): Aes256Gcm =>
  Object.assign(new Aes256Gcm(), {
    createEncryptionContext: (key: Readable) => {
      const keyBytes = viewBytes(key);
      return {
        // Async, so that what cannot be opened rejects as the library's own does.
        // eslint-disable-next-line @typescript-eslint/require-await
        seal: async (nonce: Readable, plaintext: Readable, aad: Readable) =>
          aes.seal(keyBytes, viewBytes(nonce), viewBytes(plaintext), viewBytes(aad)).buffer,
        // eslint-disable-next-line @typescript-eslint/require-await
        open: async (nonce: Readable, ciphertext: Readable, aad: Readable) =>
          aes.open(keyBytes, viewBytes(nonce), viewBytes(ciphertext), viewBytes(aad)).buffer,
      };
    },
  });
