/** WebCrypto, randomness and, where this Node has it, a native X-Wing, as the protocol package takes them. */
import { webcrypto } from "node:crypto";
import type { Platform } from "@ramznama/activation";
import { createNativeXWing } from "./native-x-wing.ts";
import type { Random } from "./random.ts";

export const webPlatform = (random: Random): Platform => {
  const xWing = createNativeXWing();
  return {
    subtle: webcrypto.subtle,
    random: (length) => new Uint8Array(random.bytes(length)),
    ...(xWing === undefined ? {} : { xWing }),
  };
};
