/** AES-256-GCM (NIST SP 800-38D) over JSON, with a fresh nonce and the place it belongs to as AAD. */
import {
  decodeBase64url,
  encodeBase64url,
  type Bytes,
  type Platform,
  type WebCryptoKey,
} from "@ramznama/activation";

const nonceLength = 12;

/** base64url of nonce and ciphertext. */
export async function sealBytes(
  { subtle, random }: Platform,
  key: WebCryptoKey,
  plaintext: Bytes,
  place: string,
): Promise<string> {
  const iv = random(nonceLength);
  const additionalData = new TextEncoder().encode(place);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plaintext);
  return encodeBase64url(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
}

/** Undefined when it was sealed with another key, for another place, or altered. */
export async function openBytes(
  { subtle }: Platform,
  key: WebCryptoKey,
  sealed: string,
  place: string,
): Promise<Bytes | undefined> {
  const bytes = decodeBase64url(sealed);
  if (bytes === undefined || bytes.length < nonceLength) return undefined;
  const iv = bytes.subarray(0, nonceLength);
  const additionalData = new TextEncoder().encode(place);
  const algorithm = { name: "AES-GCM", iv, additionalData };
  try {
    return new Uint8Array(await subtle.decrypt(algorithm, key, bytes.subarray(nonceLength)));
  } catch {
    return undefined;
  }
}

export function importSealingKey({ subtle }: Platform, bytes: Bytes): Promise<WebCryptoKey> {
  return subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}
