/** Chance that repeats: a run that failed names its seed, and the same seed makes the same choices again. */
import { createHash, randomInt } from "node:crypto";

export interface Chance {
  /** A whole number from `least` to below `beyond`. */
  between(least: number, beyond: number): number;
}

/** @param seedName of the environment's variable that holds the seed of an earlier run; it stands in every failure */
export const withChance =
  (seedName: string, run: (chance: Chance) => Promise<void>) => async (): Promise<void> => {
    const seed = Number(process.env[seedName] ?? randomInt(2 ** 31));
    try {
      await run(chanceOf(seed));
    } catch (error) {
      if (error instanceof Error) error.message += ` (${seedName}=${seed})`;
      throw error;
    }
  };

const chanceOf = (seed: number): Chance => {
  let drawn = 0;
  return {
    between: (least, beyond) => {
      drawn += 1;
      const digest = createHash("sha256").update(`${seed} ${drawn}`).digest();
      return least + (digest.readUIntBE(0, 6) % (beyond - least));
    },
  };
};
