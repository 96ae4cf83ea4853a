/** Platforms for tests: the real one, one whose randomness is written down, one from a seed. */
import { webcrypto } from "node:crypto";
import type { Bytes, Platform } from "../platform.ts";
import type { SeededRandom } from "./seeded-random.ts";

export const realPlatform: Platform = {
  subtle: webcrypto.subtle,
  random: (length) => webcrypto.getRandomValues(new Uint8Array(length)),
};

/** Hands out the given draws in order; a draw of another length is a mistake of the test. */
export function fixedPlatform(...draws: readonly Uint8Array[]): Platform {
  const left = [...draws];
  const random = (length: number): Bytes => {
    const draw = left.shift();
    if (draw?.length !== length) throw new Error(`no draw of ${length} bytes was written down`);
    return new Uint8Array(draw);
  };
  return { subtle: webcrypto.subtle, random };
}

export function seededPlatform(random: SeededRandom): Platform {
  return { subtle: webcrypto.subtle, random: (length) => random.bytes(length) };
}
