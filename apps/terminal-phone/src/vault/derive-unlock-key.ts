/** Entry password → Argon2id → HKDF with the device-bound key: neither alone opens the vault. */
import { decodeBase64url, wipe, type WebCryptoKey } from "@ramznama/activation";
import type { EntryPassword, SlotHeader } from "@ramznama/phone";
import { argon2id } from "hash-wasm";
import type { BoundKey } from "./bound-key.ts";

export async function deriveUnlockKey(
  boundKey: BoundKey,
  password: EntryPassword,
  header: SlotHeader,
): Promise<WebCryptoKey> {
  const salt = decodeBase64url(header.salt);
  if (salt?.length !== 16) throw new TypeError("the salt of a vault has 16 bytes");
  const text = new TextEncoder().encode(password);
  const stretched = new Uint8Array(
    await argon2id({
      password: text,
      salt,
      memorySize: header.memoryKibibytes,
      iterations: header.iterations,
      parallelism: header.parallelism,
      hashLength: 32,
      outputType: "binary",
    }),
  );
  const key = await boundKey.deriveWith(stretched, "ramznama terminal phone, unlock", salt);
  wipe(text, stretched);
  return key;
}
