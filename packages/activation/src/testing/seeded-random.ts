/** Chance that repeats: the same seed gives the same run (mulberry32; not for secrets). */
import type { Bytes } from "../platform.ts";

export interface SeededRandom {
  /** From 0 (included) to 1 (not included). */
  readonly fraction: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;
  readonly bytes: (length: number) => Bytes;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = (): number => word() / 2 ** 32;
  return {
    fraction,
    chance: (probability) => fraction() < probability,
    below: (count) => Math.floor(fraction() * count),
    bytes: (length) => Uint8Array.from({ length }, () => word() & 0xff),
  };
}
