/**
 * The device-bound key. On a phone it lies in secure hardware and never leaves it; a terminal has no such
 * thing, so a random key in a file of its own (0600) stands for it. It parts what must be stolen
 * together: the vault alone, in a backup or on a lost disk, cannot even be guessed at.
 */
import {
  decodeBase64urlOfLength,
  encodeBase64url,
  wipe,
  type Bytes,
  type Platform,
  type WebCryptoKey,
} from "@ramznama/activation";
import { importSealingKey } from "@ramznama/phone";
import { PhoneFolderError } from "./phone-folder-error.ts";
import type { PrivateFiles } from "./private-files.ts";

const fileName = "bound-key";

export interface BoundKey {
  /** AES-256-GCM key for one use; the same for the same purpose and salt. */
  derive(purpose: string, salt: Bytes): Promise<WebCryptoKey>;
  /** The same over a secret of people: HKDF(secret, bound key). */
  deriveWith(secret: Bytes, purpose: string, salt: Bytes): Promise<WebCryptoKey>;
}

export function loadBoundKey(platform: Platform, files: PrivateFiles): BoundKey {
  const bytes = loadBytes(platform, files);
  return {
    derive: (purpose, salt) => hkdf(platform, new Uint8Array(bytes), purpose, salt),
    deriveWith: (secret, purpose, salt) =>
      hkdf(platform, new Uint8Array([...secret, ...bytes]), purpose, salt),
  };
}

function loadBytes(platform: Platform, files: PrivateFiles): Bytes {
  const text = files.load(fileName);
  if (text === undefined) {
    const fresh = platform.random(32);
    files.save(fileName, `${encodeBase64url(fresh)}\n`);
    return fresh;
  }
  const bytes = decodeBase64urlOfLength(text.trim(), 32);
  if (bytes === undefined)
    throw new PhoneFolderError("folder_damaged", `${files.path}/${fileName}`);
  return bytes;
}

/** HKDF-SHA256 (RFC 5869); wipes its input. */
async function hkdf(
  platform: Platform,
  input: Bytes,
  purpose: string,
  salt: Bytes,
): Promise<WebCryptoKey> {
  const { subtle } = platform;
  const key = await subtle.importKey("raw", input, "HKDF", false, ["deriveBits"]);
  wipe(input);
  const info = new TextEncoder().encode(purpose);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info };
  const bits = new Uint8Array(await subtle.deriveBits(parameters, key, 256));
  const derived = await importSealingKey(platform, bits);
  wipe(bits);
  return derived;
}
