/**
 * What a browser holds of a session: a handle that stays and a secret that changes, both random. By the handle any
 * secret of the session is recognised, however old, so that a stolen one gives itself away.
 */
import type { Keyring } from "../keys/index.ts";
import type { Random } from "../platform/random.ts";
import type { AudienceName } from "./tables.ts";

const handleBytes = 16;
const secretBytes = 32;

export interface SessionSecrets {
  readonly handle: Uint8Array;
  readonly secret: Uint8Array;
}

export const drawSecrets = (random: Random, handle?: Uint8Array): SessionSecrets => ({
  handle: handle ?? random.bytes(handleBytes),
  secret: random.bytes(secretBytes),
});

export const formatCookie = ({ handle, secret }: SessionSecrets): string =>
  Buffer.concat([handle, secret]).toString("base64url");

export const parseCookie = (value: string): SessionSecrets | undefined => {
  if (!/^[A-Za-z0-9_-]{64}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, "base64url");
  return { handle: bytes.subarray(0, handleBytes), secret: bytes.subarray(handleBytes) };
};

export interface SessionDigests {
  readonly handleDigest: Buffer;
  readonly secretDigest: Buffer;
}

/** Bound to the audience: the cookie of one is nothing at the door of another. */
export const digestsOf = (
  keyring: Keyring,
  audience: AudienceName,
  { handle, secret }: SessionSecrets,
): SessionDigests => ({
  handleDigest: keyring.digest("session", audience, "handle", handle),
  secretDigest: keyring.digest("session", audience, "secret", handle, secret),
});
