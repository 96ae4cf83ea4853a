/** Where things lie in the one page of the kernel's memory. What depends on a key lies before `knownWordsAt`. */

import type { LaneBits } from "./word-machine.ts";
import type { PlaceOfKnown } from "./write-program.ts";

/** One block of the key, or of a text; 128 bytes for SHA-512. */
export const blockAt = 0;
/** The chaining states: 8 vectors, inner and outer states in their two halves. */
export const statesAt = 128;
const knownWordsAt = 256;

export interface KnownWords {
  readonly place: PlaceOfKnown;
  /** The data segment, in the text format. */
  readonly data: () => string;
}

/** Collects the words that are known when the kernel is built; each stands in memory once. */
export function makeKnownWords(): KnownWords {
  const bytes: string[] = [];
  const places = new Map<string, number>();
  const place = (word: bigint, laneBits: LaneBits): number => {
    const digits = word.toString(16).padStart(laneBits / 4, "0");
    const known = places.get(digits);
    if (known !== undefined) return known;
    const at = knownWordsAt + bytes.length;
    places.set(digits, at);
    // WebAssembly's memory begins with the lowest byte.
    bytes.push(...(digits.match(/../g) ?? []).reverse().map((byte) => `\\${byte}`));
    return at;
  };
  return { place, data: () => `(data (i32.const ${knownWordsAt}) "${bytes.join("")}")` };
}
