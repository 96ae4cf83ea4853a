/** What HMAC and the search need to know of a hash function of FIPS 180-4. */

import type { LaneBits, Word, WordMachine } from "./word-machine.ts";

export interface HashFunction {
  /** As it stands in the names of the kernel's functions. */
  readonly name: string;
  readonly wordBits: LaneBits;
  /** Words of the chaining state, and of the digest. */
  readonly initialState: readonly bigint[];
  /** One block of 16 words into the state (FIPS 180-4 sections 6.1.2, 6.2.2 and 6.4.2). */
  readonly compress: (
    machine: WordMachine,
    state: readonly Word[],
    block: readonly Word[],
  ) => readonly Word[];
}

export function wordAt(words: readonly Word[], index: number): Word {
  const word = words[index];
  if (word === undefined) throw new RangeError("no such word");
  return word;
}
