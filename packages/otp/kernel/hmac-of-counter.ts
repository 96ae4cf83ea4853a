/** HMAC of the 8 counter bytes (RFC 2104 section 4), from states that have taken in the padded key already. */

import { wordAt, type HashFunction } from "./hash-function.ts";
import type { Word, WordMachine } from "./word-machine.ts";

const wordsInBlock = 16;
const counterBytes = 8;

export interface KeyedStates {
  readonly inner: readonly Word[];
  readonly outer: readonly Word[];
}

export function hmacOfCounter(
  hash: HashFunction,
  machine: WordMachine,
  { inner, outer }: KeyedStates,
  counter: readonly Word[],
): readonly Word[] {
  const digestBytes = (hash.initialState.length * hash.wordBits) / 8;
  const digest = hash.compress(machine, inner, lastBlock(hash, counter, counterBytes));
  return hash.compress(machine, outer, lastBlock(hash, digest, digestBytes));
}

/** The padding of FIPS 180-4 section 5.1, for a text of one block and `bytes` more. */
function lastBlock(
  { wordBits }: HashFunction,
  words: readonly Word[],
  bytes: number,
): readonly Word[] {
  const bits = 8 * (blockBytesOf(wordBits) + bytes);
  const zeros = Array.from({ length: wordsInBlock - words.length - 2 }, () => 0n);
  return [...words, 1n << BigInt(wordBits - 1), ...zeros, BigInt(bits)];
}

export const blockBytesOf = (wordBits: number): number => (wordsInBlock * wordBits) / 8;

/**
 * Dynamic truncation (RFC 4226 section 5.3) of the MAC in every lane. The offset is secret, so nothing is addressed by
 * it: each of its four bits moves the MAC by 8, 4, 2 or 1 bytes, or leaves it.
 */
export function truncateDigest(
  { wordBits }: HashFunction,
  machine: WordMachine,
  digest: readonly Word[],
): Word {
  const last = wordAt(digest, digest.length - 1);
  let words = digest.slice(0, Math.ceil((15 + 4) / (wordBits / 8)));
  for (const [bit, bytes] of offsetBits) {
    const mask = maskOfBit(machine, last, bit);
    const moved = moveBytes(machine, words, bytes);
    words = moved.map((word, index) => select(machine, mask, word, wordAt(words, index)));
  }
  const first = machine.shiftRight(wordAt(words, 0), wordBits - 32);
  return machine.and(first, 0x7fff_ffffn);
}

/** The bits of the offset, and the bytes each stands for. */
const offsetBits = [
  [3, 8],
  [2, 4],
  [1, 2],
  [0, 1],
] as const;

/** All ones where the bit is set. */
function maskOfBit(
  { laneBits, compute, and, shiftRight }: WordMachine,
  word: Word,
  bit: number,
): Word {
  const lowest = bit === 0 ? word : shiftRight(word, bit);
  return compute(laneBits === 32 ? "i32x4.neg" : "i64x2.neg", [and(lowest, 1n)]);
}

function moveBytes(
  { laneBits, or, shiftLeft, shiftRight }: WordMachine,
  words: readonly Word[],
  bytes: number,
): readonly Word[] {
  const bits = 8 * bytes;
  if (bits >= laneBits) return words.slice(bits / laneBits);
  return words.map((word, index) => {
    const next = words[index + 1];
    const moved = shiftLeft(word, bits);
    return next === undefined ? moved : or(moved, shiftRight(next, laneBits - bits));
  });
}

function select({ compute }: WordMachine, mask: Word, set: Word, otherwise: Word): Word {
  return compute("v128.bitselect", [set, otherwise, mask]);
}
