/**
 * Entry password → Argon2id → HKDF with the device-bound key (protocol.md, The vault). The bound key is a
 * non-extractable HMAC key, and HMAC under it is the extraction of HKDF (RFC 5869 §2.2), so a copy of the sealed
 * records alone cannot even be guessed at.
 */
import { decodeBase64url, wipe, type Platform } from "@ramznama/activation";
import type { EntryPassword, SlotHeader } from "@ramznama/phone";
import type { StretchPassword } from "./stretch-password.ts";

const info = new TextEncoder().encode("ramznama mobile bank, unlock");

export async function deriveUnlockKey(
  { subtle }: Platform,
  stretch: StretchPassword,
  boundKey: CryptoKey,
  password: EntryPassword,
  header: SlotHeader,
): Promise<CryptoKey> {
  const salt = decodeBase64url(header.salt);
  if (salt?.length !== 16) throw new TypeError("the salt of a vault has 16 bytes");
  const stretched = await stretch(password, salt, header);
  const extracted = new Uint8Array(await subtle.sign("HMAC", boundKey, stretched));
  wipe(stretched);
  const key = await subtle.importKey("raw", extracted, "HKDF", false, ["deriveKey"]);
  wipe(extracted);
  return subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info },
    key,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

export function generateBoundKey({ subtle }: Platform): Promise<CryptoKey> {
  return subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}
