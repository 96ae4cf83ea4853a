/**
 * `search…` makes the codes of a run of counters, several in the lanes of a vector, from the newest to the oldest, and
 * returns the index of the newest that is equal to the code, or -1.
 *
 * [Note: A search without secret branches] Lanes beyond the oldest counter have a negative index and lose against the 0
 * that stands for "none". A code is compared without a division: v mod 10^d = code just when v - code is not negative
 * and a multiple of 10^d, and of the numbers below 2^32 the multiples of 10^d = 2^d 5^d are those that, multiplied by
 * the inverse of 5^d and turned right by d bits, do not exceed (2^32 - 1) / 10^d. No address and no branch depends on a
 * secret, except the end at a match where the caller allows it.
 */

import type { HashFunction } from "./hash-function.ts";
import { hmacOfCounter, truncateDigest } from "./hmac-of-counter.ts";
import { statesAt } from "./kernel-memory.ts";
import { makeWordMachine, type Computed, type Word, type WordMachine } from "./word-machine.ts";
import { writeProgram, type PlaceOfKnown } from "./write-program.ts";

export function writeSearch(hash: HashFunction, placeOfKnown: PlaceOfKnown): string {
  const machine = makeWordMachine(hash.wordBits);
  const digest = hmacOfCounter(hash, machine, keyedStates(hash, machine), counterWords(machine));
  const matches = equalsCode(machine, truncateDigest(hash, machine, digest));
  const outcome = {
    word: newestMatch(machine, matches),
    statement: (vector: string) => `(local.set $newest ${vector})`,
  };
  const { once, each, locals } = writeProgram(machine, [outcome], placeOfKnown);
  return `(func (export "search${hash.name}")
(param $high i32) (param $low i32) (param $count i32) (param $code i32) (param $digits i32)
(param $inverse i32) (param $quotientMax i32) (param $stopAtMatch i32) (result i32)
(local $index v128) (local $newest v128)
${locals}
(local.set $index ${firstIndexes(machine)})
${once}
(block $done
(loop $groups
(br_if $done (i32.lt_s (i32x4.extract_lane 3 (local.get $index)) (i32.const 0)))
${each}
(br_if $done (i32.and (local.get $stopAtMatch) (v128.any_true (local.get $newest))))
(local.set $index ${nextIndexes(machine)})
(br $groups)))
${highestLane})`;
}

function keyedStates({ initialState }: HashFunction, { input, laneBits }: WordMachine) {
  const stateOf = (half: 0 | 1) =>
    initialState.map((_, index) => {
      const offset = statesAt + 16 * index + 8 * half;
      return input(`v128.load${laneBits}_splat offset=${offset}`, "(i32.const 0)", true);
    });
  return { inner: stateOf(0), outer: stateOf(1) };
}

const indexes = ({ input }: WordMachine): Computed => input("local.get", "$index", false);

/** The counter as big-endian words: its upper half is the same in a whole run. */
function counterWords(machine: WordMachine): readonly Word[] {
  const { laneBits, input, add } = machine;
  if (laneBits === 64) return [add(input("i64x2.splat", firstCounter, true), indexes(machine))];
  const low = input("i32x4.splat", "(local.get $low)", true);
  return [input("i32x4.splat", "(local.get $high)", true), add(low, indexes(machine))];
}

const firstCounter = `(i64.or
(i64.shl (i64.extend_i32_u (local.get $high)) (i64.const 32)) (i64.extend_i32_u (local.get $low)))`;

/** All ones where the lane's truncated MAC has the digits of the code (see the note above). */
function equalsCode({ input, compute }: WordMachine, truncated: Word): Word {
  const parameter = (name: string) => input("i32x4.splat", `(local.get $${name})`, true);
  const code = parameter("code");
  const difference = compute("i32x4.sub", [truncated, code]);
  const quotient = compute("i32x4.mul", [difference, parameter("inverse")]);
  const turned = compute("v128.or", [
    compute("i32x4.shr_u", [quotient], "(local.get $digits)"),
    compute("i32x4.shl", [quotient], "(i32.sub (i32.const 32) (local.get $digits))"),
  ]);
  const isMultiple = compute("i32x4.le_u", [turned, parameter("quotientMax")]);
  return compute("v128.and", [isMultiple, compute("i32x4.ge_s", [truncated, code])]);
}

/** One more than the index of the newest match of each lane, 0 for none. */
function newestMatch(machine: WordMachine, matches: Word): Computed {
  const { input, compute, laneBits } = machine;
  const minusOne = input("v128.const i32x4 -1 -1 -1 -1", "", true);
  const next = compute(laneBits === 32 ? "i32x4.sub" : "i64x2.sub", [indexes(machine), minusOne]);
  const newest = input("local.get", "$newest", false);
  return compute("i32x4.max_s", [newest, compute("v128.and", [next, matches])]);
}

/** The newest counter of the run is in the last lane. */
function firstIndexes({ laneBits }: WordMachine): string {
  return laneBits === 32
    ? "(i32x4.add (i32x4.splat (local.get $count)) (v128.const i32x4 -4 -3 -2 -1))"
    : "(i64x2.add (i64x2.splat (i64.extend_i32_s (local.get $count))) (v128.const i64x2 -2 -1))";
}

function nextIndexes({ laneBits }: WordMachine): string {
  return laneBits === 32
    ? "(i32x4.sub (local.get $index) (v128.const i32x4 4 4 4 4))"
    : "(i64x2.sub (local.get $index) (v128.const i64x2 2 2))";
}

/** The highest of the four lanes, less one: the vector is folded onto itself twice. */
const highestLane = `(local.set $newest (i32x4.max_s (local.get $newest)
(i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $newest) (local.get $newest))))
(i32.sub
(i32x4.extract_lane 0 (i32x4.max_s (local.get $newest)
(i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $newest) (local.get $newest))))
(i32.const 1))`;
