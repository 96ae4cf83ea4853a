/** The key of an HMAC, taken into the chaining states of the kernel (RFC 2104 section 2). */

import type { OtpHash } from "./hmac-port.ts";

export interface AbsorbingFunctions {
  /** Sets the chaining states to the first state of the hash. */
  readonly start: () => void;
  /** Takes in the block in memory: with one pad for the lower, with the other for the upper halves of the states. */
  readonly absorb: (lowerPad: number, upperPad: number) => void;
}

interface HashShape {
  readonly blockBytes: number;
  readonly digestBytes: number;
  readonly wordBytes: 4 | 8;
}

const shapes: Readonly<Record<OtpHash, HashShape>> = {
  "SHA-1": { blockBytes: 64, digestBytes: 20, wordBytes: 4 },
  "SHA-256": { blockBytes: 64, digestBytes: 32, wordBytes: 4 },
  "SHA-512": { blockBytes: 128, digestBytes: 64, wordBytes: 8 },
};

// The layout of ../kernel/kernel-memory.ts: a block, the states, then the constants.
const statesAt = 128;
const vectorBytes = 16;
/** All that depends on a key lies before this place. */
export const keyDependentBytes = 256;

const innerPad = 0x36;
const outerPad = 0x5c;

/** Afterwards the lower halves of the states are the inner, the upper ones the outer state of HMAC. */
export function absorbKey(
  functions: AbsorbingFunctions,
  hash: OtpHash,
  memory: Uint8Array,
  key: Uint8Array,
): void {
  const shape = shapes[hash];
  const block = memory.subarray(0, shape.blockBytes);
  block.fill(0);
  if (key.length <= shape.blockBytes) block.set(key);
  else hashIntoBlock(functions, shape, memory, key);
  functions.start();
  functions.absorb(innerPad, outerPad);
}

/** A key longer than a block is replaced by its digest. */
function hashIntoBlock(
  { start, absorb }: AbsorbingFunctions,
  shape: HashShape,
  memory: Uint8Array,
  key: Uint8Array,
): void {
  const { blockBytes, wordBytes } = shape;
  // The padding is one bit, and the length in two words (FIPS 180-4 section 5.1).
  const blocks = Math.ceil((key.length + 1 + 2 * wordBytes) / blockBytes);
  start();
  for (let index = 0; index < blocks; index += 1) {
    writeBlock(memory.subarray(0, blockBytes), key, index * blockBytes, index === blocks - 1);
    absorb(0, 0);
  }
  copyDigest(shape, memory);
}

function writeBlock(block: Uint8Array, key: Uint8Array, from: number, isLast: boolean): void {
  block.fill(0);
  block.set(key.subarray(from, from + block.length));
  const end = key.length - from;
  if (end >= 0 && end < block.length) block[end] = 0x80;
  if (isLast) viewOf(block).setUint32(block.length - 4, key.length * 8);
}

/** Chaining words have their lowest byte first in WebAssembly's memory, a digest its highest. */
function copyDigest({ blockBytes, digestBytes, wordBytes }: HashShape, memory: Uint8Array): void {
  memory.fill(0, 0, blockBytes);
  for (let index = 0; index < digestBytes; index += 1) {
    const inWord = index % wordBytes;
    const word = (index - inWord) / wordBytes;
    memory[index] = memory[statesAt + vectorBytes * word + wordBytes - 1 - inWord] ?? 0;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
