/**
 * The ports through which HMAC comes in, bound to one key and one hash (RFC 4226 section 5.1).
 * There are two because node:crypto answers at once and WebCrypto, which alone can keep a phone's
 * seed non-extractable, answers with a promise.
 */

/** The hashes of RFC 6238 section 1.2, under the names WebCrypto gives them. */
export const otpHashes = ["SHA-1", "SHA-256", "SHA-512"] as const;
export type OtpHash = (typeof otpHashes)[number];

/** HMAC over the 8 counter bytes; must not keep the array, which is reused for the next counter. */
export type Hmac = (counter: Uint8Array<ArrayBuffer>) => Uint8Array;

/** The same for a key that only the platform holds (a non-extractable CryptoKey, a keystore, an HSM). */
export type AsyncHmac = (counter: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
