/**
 * `start…` sets the chaining states to the hash's first one; `absorb…` takes one block in, exclusive-ored with a pad
 * byte for each half of the vectors. With RFC 2104's ipad and opad the halves become the inner and the outer state of
 * HMAC; with zeros both hash the block as it is, which is how a key longer than a block is shortened.
 */

import type { HashFunction } from "./hash-function.ts";
import { blockAt, statesAt } from "./kernel-memory.ts";
import { makeWordMachine, type Word, type WordMachine } from "./word-machine.ts";
import { writeProgram, type Outcome, type PlaceOfKnown } from "./write-program.ts";

const vectorBytes = 16;
const stateAt = (index: number): number => statesAt + vectorBytes * index;

export function writeStart({ name, wordBits, initialState }: HashFunction): string {
  const shape = wordBits === 32 ? "i32x4" : "i64x2";
  const stores = initialState.map((word, index) => {
    const lanes = Array.from({ length: 128 / wordBits }, () => `0x${word.toString(16)}`).join(" ");
    return `(v128.store offset=${stateAt(index)} (i32.const 0) (v128.const ${shape} ${lanes}))`;
  });
  return `(func (export "start${name}")\n${stores.join("\n")})`;
}

export function writeAbsorb(hash: HashFunction, placeOfKnown: PlaceOfKnown): string {
  const machine = makeWordMachine(hash.wordBits);
  const state = hash.initialState.map((_, index) =>
    machine.input(`v128.load offset=${stateAt(index)}`, "(i32.const 0)", true),
  );
  const block = Array.from({ length: 16 }, (_, index) => paddedWord(machine, index));
  const outcomes = hash.compress(machine, state, block).map((word, index): Outcome => ({
    word: asComputed(word),
    statement: (vector) => `(v128.store offset=${stateAt(index)} (i32.const 0) ${vector})`,
  }));
  const { once, locals } = writeProgram(machine, outcomes, placeOfKnown);
  return `(func (export "absorb${hash.name}") (param $lowerPad i32) (param $upperPad i32)
${locals}
${once})`;
}

/** A big-endian word of the block in all lanes, with the pads. */
function paddedWord(machine: WordMachine, index: number): Word {
  const bytes = machine.laneBits / 8;
  const offset = blockAt + bytes * index;
  const word = machine.input(
    `v128.load${machine.laneBits}_splat offset=${offset}`,
    "(i32.const 0)",
    true,
  );
  const turned = machine.compute(`i8x16.shuffle ${turnedBytes(bytes)}`, [word, word]);
  return machine.xor(turned, pads(machine));
}

/** The bytes of each word from the last to the first. */
function turnedBytes(bytesInWord: number): string {
  const places = Array.from({ length: vectorBytes }, (_, place) => {
    const inWord = place % bytesInWord;
    return place - inWord + (bytesInWord - 1 - inWord);
  });
  return places.join(" ");
}

function pads({ input, compute }: WordMachine): Word {
  const lower = input("i8x16.splat", "(local.get $lowerPad)", true);
  const upper = input("i8x16.splat", "(local.get $upperPad)", true);
  return compute("i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23", [lower, upper]);
}

function asComputed(word: Word): Exclude<Word, bigint> {
  if (typeof word === "bigint") throw new Error("a state would be known without the key");
  return word;
}
