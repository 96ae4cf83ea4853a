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

export interface Platform {
  readonly subtle: Subtle;
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
