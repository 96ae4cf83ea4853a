/** SHA-256 and SHA-512, which differ in word length, rounds and distances (FIPS 180-4 sections 4.1.2 to 6.4.2). */

import { wordAt, type HashFunction } from "./hash-function.ts";
import type { LaneBits, Word, WordMachine } from "./word-machine.ts";

interface Sha2Shape {
  readonly wordBits: LaneBits;
  readonly rounds: number;
  /** Rotations of Σ0 and Σ1. */
  readonly bigSigmas: readonly [Distances, Distances];
  /** Two rotations and a shift of σ0 and σ1. */
  readonly smallSigmas: readonly [Distances, Distances];
}
type Distances = readonly [number, number, number];

const sha256Shape: Sha2Shape = {
  wordBits: 32,
  rounds: 64,
  bigSigmas: [
    [2, 13, 22],
    [6, 11, 25],
  ],
  smallSigmas: [
    [7, 18, 3],
    [17, 19, 10],
  ],
};

const sha512Shape: Sha2Shape = {
  wordBits: 64,
  rounds: 80,
  bigSigmas: [
    [28, 34, 39],
    [14, 18, 41],
  ],
  smallSigmas: [
    [1, 8, 7],
    [19, 61, 6],
  ],
};

export const sha256 = makeSha2("Sha256", sha256Shape);
export const sha512 = makeSha2("Sha512", sha512Shape);

function makeSha2(name: string, shape: Sha2Shape): HashFunction {
  const { wordBits, rounds } = shape;
  const constants = firstPrimes(rounds).map((prime) => fractionOfRoot(prime, 3n, wordBits));
  return {
    name,
    wordBits,
    initialState: firstPrimes(8).map((prime) => fractionOfRoot(prime, 2n, wordBits)),
    compress: (machine, state, block) => {
      const schedule = [...block];
      let working = state;
      for (const [round, constant] of constants.entries()) {
        if (round >= 16) schedule.push(nextScheduleWord(machine, shape, schedule));
        working = runRound(machine, shape, working, constant, wordAt(schedule, round));
      }
      return state.map((word, index) => machine.add(word, wordAt(working, index)));
    },
  };
}

function nextScheduleWord(machine: WordMachine, shape: Sha2Shape, schedule: readonly Word[]): Word {
  const back = (count: number): Word => wordAt(schedule, schedule.length - count);
  const [sigma0, sigma1] = shape.smallSigmas;
  const near = smallSigma(machine, sigma1, back(2));
  const far = smallSigma(machine, sigma0, back(15));
  return machine.add(back(16), back(7), far, near);
}

function runRound(
  machine: WordMachine,
  { bigSigmas: [sigma0, sigma1] }: Sha2Shape,
  working: readonly Word[],
  constant: bigint,
  scheduled: Word,
): readonly Word[] {
  const { add, xor, and } = machine;
  const [a, b, c, d, e, f, g, h] = working as EightWords;
  const choice = xor(g, and(e, xor(f, g)));
  // The exclusive or of a and b is that of b and c in the next round, where it is not computed again.
  const majority = xor(b, and(xor(a, b), xor(b, c)));
  const first = add(h, constant, scheduled, choice, bigSigma(machine, sigma1, e));
  const second = add(bigSigma(machine, sigma0, a), majority);
  return [add(first, second), a, b, c, add(d, first), e, f, g];
}

type EightWords = [Word, Word, Word, Word, Word, Word, Word, Word];

function bigSigma({ xor, rotateRight }: WordMachine, distances: Distances, word: Word): Word {
  return xor(...distances.map((distance) => rotateRight(word, distance)));
}

function smallSigma(
  { xor, rotateRight, shiftRight }: WordMachine,
  [first, second, shifted]: Distances,
  word: Word,
): Word {
  return xor(rotateRight(word, first), rotateRight(word, second), shiftRight(word, shifted));
}

function firstPrimes(count: number): readonly bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate += 1n) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

/** The first bits of the fraction of a square or cube root (sections 4.2.2, 4.2.3, 5.3.3 and 5.3.5). */
function fractionOfRoot(radicand: bigint, degree: bigint, bits: LaneBits): bigint {
  const scaled = radicand << (BigInt(bits) * degree);
  // Enough for the roots of small numbers; bits of the root are tried from the highest.
  let root = 0n;
  for (let bit = BigInt(bits) + 8n; bit >= 0n; bit -= 1n) {
    const tried = root | (1n << bit);
    if (tried ** degree <= scaled) root = tried;
  }
  return root & ((1n << BigInt(bits)) - 1n);
}
