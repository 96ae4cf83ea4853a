/** WebCrypto, randomness, and what OpenSSL does better than the protocol package could by itself. */
import { createHash, createHmac, webcrypto } from "node:crypto";
import type { Hashes, Platform } from "@ramznama/activation";
import { createNativeXWing } from "./native-x-wing.ts";
import type { Random } from "./random.ts";

export const webPlatform = (random: Random): Platform => {
  const xWing = createNativeXWing();
  return {
    subtle: webcrypto.subtle,
    random: (length) => new Uint8Array(random.bytes(length)),
    hashes,
    ...(xWing === undefined ? {} : { xWing }),
  };
};

const hashes: Hashes = {
  sha256: (data) => new Uint8Array(createHash("sha256").update(data).digest()),
  hmacSha256: (key, message) => new Uint8Array(createHmac("sha256", key).update(message).digest()),
};
