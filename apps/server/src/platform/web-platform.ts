/** WebCrypto and randomness as the protocol package takes them. */
import { webcrypto } from "node:crypto";
import type { Platform } from "@ramznama/activation";
import type { Random } from "./random.ts";

export const webPlatform = (random: Random): Platform => ({
  subtle: webcrypto.subtle,
  random: (length) => new Uint8Array(random.bytes(length)),
});
