import { makeTokenSerial, type TokenSerial } from "@ramznama/persian";
import { randomDigits, type Random } from "../platform/random.ts";

/** Eleven digits and their check digit, the first not zero, so that a serial read aloud or typed loses none. */
export const drawTokenSerial = (random: Random): TokenSerial => {
  const digits = randomDigits(random, 11);
  return digits.startsWith("0") ? drawTokenSerial(random) : makeTokenSerial(digits);
};
