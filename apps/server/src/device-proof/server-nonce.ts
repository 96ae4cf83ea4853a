/**
 * Server nonces (RFC 9449 §8): the time of making and a keyed digest over it, so that every server process knows
 * every nonce without storing one, and freshness never rests on the phone's clock.
 */
import { timingSafeEqual } from "node:crypto";
import type { Keyring } from "../keys/index.ts";

/** A phone fetches a nonce and uses it at once; five minutes cover the slowest network. */
export const nonceLifeSeconds = 300;

const TIME_BYTES = 6;
const NONCE_BYTES = TIME_BYTES + 16;

/** @param now milliseconds since the Unix epoch */
export const makeServerNonce = (keyring: Keyring, now: number): string => {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now, 0, TIME_BYTES);
  return Buffer.concat([time, seal(keyring, time)]).toString("base64url");
};

export const isFreshNonce = (keyring: Keyring, nonce: string, now: number): boolean => {
  const bytes = Buffer.from(nonce, "base64url");
  if (bytes.length !== NONCE_BYTES || bytes.toString("base64url") !== nonce) return false;
  const time = bytes.subarray(0, TIME_BYTES);
  if (!timingSafeEqual(bytes.subarray(TIME_BYTES), seal(keyring, time))) return false;
  const ageMilliseconds = now - time.readUIntBE(0, TIME_BYTES);
  // A sister process may be a moment ahead; its nonce is good here too.
  return ageMilliseconds > -10_000 && ageMilliseconds <= nonceLifeSeconds * 1000;
};

const seal = (keyring: Keyring, time: Uint8Array): Buffer =>
  keyring.digest("proof-nonce", time).subarray(0, NONCE_BYTES - TIME_BYTES);
