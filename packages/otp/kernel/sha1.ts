/** SHA-1 (FIPS 180-4 sections 4.1.1, 4.2.1, 5.3.1 and 6.1.2). */

import { wordAt, type HashFunction } from "./hash-function.ts";
import type { Word, WordMachine } from "./word-machine.ts";

const rounds = 80;
const roundConstants = [0x5a827999n, 0x6ed9eba1n, 0x8f1bbcdcn, 0xca62c1d6n];

export const sha1: HashFunction = {
  name: "Sha1",
  wordBits: 32,
  initialState: [0x67452301n, 0xefcdab89n, 0x98badcfen, 0x10325476n, 0xc3d2e1f0n],
  compress: (machine, state, block) => {
    const { add, rotateRight } = machine;
    const schedule = [...block];
    let working = state;
    for (let round = 0; round < rounds; round += 1) {
      if (round >= 16) schedule.push(nextScheduleWord(machine, schedule));
      const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((index) => wordAt(working, index)) as FiveWords;
      const constant = roundConstants[Math.floor(round / 20)] ?? 0n;
      const mixed = mix(machine, round, b, c, d);
      const next = add(e, constant, wordAt(schedule, round), mixed, rotateRight(a, 27));
      working = [next, a, rotateRight(b, 2), c, d];
    }
    return state.map((word, index) => add(word, wordAt(working, index)));
  },
};

type FiveWords = [Word, Word, Word, Word, Word];

function nextScheduleWord({ xor, rotateRight }: WordMachine, schedule: readonly Word[]): Word {
  const back = (count: number): Word => wordAt(schedule, schedule.length - count);
  return rotateRight(xor(back(16), back(14), back(8), back(3)), 31);
}

/** f of section 4.1.1: choice, parity, majority, parity. */
function mix({ xor, and, or }: WordMachine, round: number, b: Word, c: Word, d: Word): Word {
  switch (Math.floor(round / 20)) {
    case 0:
      return xor(d, and(b, xor(c, d)));
    case 2:
      return or(and(b, c), and(d, or(b, c)));
    default:
      return xor(b, c, d);
  }
}
