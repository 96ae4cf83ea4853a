/**
 * What the protocol takes from the machine it runs on: WebCrypto and randomness, as an argument.
 * Node 24 and browsers both have it; nothing here names a platform.
 */

/** Bytes over memory of their own, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** `globalThis.crypto.subtle` of the platform. */
export type Subtle = typeof globalThis.crypto.subtle;

/** A key held by WebCrypto. */
export type WebCryptoKey = InstanceType<typeof CryptoKey>;

/** The three functions of draft-connolly-cfrg-xwing-kem, section 5. All throw at bytes that are none of theirs. */
export interface XWing {
  /** The public key (1216 bytes) of GenerateKeyPairDerand; `secretKey` has 32 bytes. */
  publicKeyOf(secretKey: Bytes): Bytes;
  /**
   * @param eseed 64 fresh random bytes. The half of ML-KEM is used only where the platform's ML-KEM takes randomness
   * from outside; the result is as random either way.
   */
  encapsulate(publicKey: Bytes, eseed: Bytes): XWingEncapsulation;
  /** 32 bytes, secret; another secret when the ciphertext was not made for this key. */
  decapsulate(secretKey: Bytes, ciphertext: Bytes): Bytes;
}

/**
 * WebCrypto hands each hash to another thread and waits. For the few hundred bytes hashed here that costs a server far
 * more than the hash; a phone makes so few that it does not matter.
 */
export interface Hashes {
  sha256(data: Bytes): Bytes;
  /** RFC 2104, 32 bytes. */
  hmacSha256(key: Bytes, message: Bytes): Bytes;
}

/** AES-256-GCM (RFC 5116 section 5.2) without a wait, for the same reason; the tag of 16 bytes stands at the end. */
export interface Aes256Gcm {
  seal(key: Bytes, nonce: Bytes, plaintext: Bytes, aad: Bytes): Bytes;
  /** Throws when it was altered. */
  open(key: Bytes, nonce: Bytes, ciphertext: Bytes, aad: Bytes): Bytes;
}

/** P-256 as a JWK has it (RFC 7518 section 6.2.1). */
export interface EcPoint {
  readonly x: string;
  readonly y: string;
}

/** ES256 (RFC 7518 section 3.4) without a wait; undefined when the key is no point of the curve. */
export type VerifyEs256 = (key: EcPoint, signature: Bytes, signed: Bytes) => boolean | undefined;

export interface XWingEncapsulation {
  /** 32 bytes, secret. */
  readonly sharedSecret: Bytes;
  /** 1120 bytes. */
  readonly ciphertext: Bytes;
}

export interface Platform {
  readonly subtle: Subtle;
  /** X-Wing as the platform itself makes it; without it the library's, which runs everywhere. */
  readonly xWing?: XWing;
  /** Hashes without a wait; without them WebCrypto's. */
  readonly hashes?: Hashes;
  readonly aes256Gcm?: Aes256Gcm;
  readonly verifyEs256?: VerifyEs256;
  /** Fresh, uniformly random bytes from the platform's cryptographic source; a test gives fixed ones. */
  readonly random: (length: number) => Bytes;
}

declare const millisecondsBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMilliseconds = number & { readonly [millisecondsBrand]: true };

/** A whole number of milliseconds that a date can hold. */
export function isUnixMilliseconds(value: unknown): value is UnixMilliseconds {
  return typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) <= 8.64e15;
}

export function asUnixMilliseconds(value: number): UnixMilliseconds {
  if (!isUnixMilliseconds(value)) throw new TypeError("not a time in whole milliseconds");
  return value;
}

/** Overwrites secrets that are no longer needed. JavaScript may hold copies we cannot reach. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
