/** Randomness is an argument too, so that a failing random test can be repeated from its seed. */
import { randomBytes, randomUUID } from "node:crypto";

export interface Random {
  bytes(length: number): Uint8Array;
  uuid(): string;
}

export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uuid: () => randomUUID(),
};

/** `count` decimal digits, each equally likely: bytes of 250 and above are drawn again. */
export const randomDigits = (random: Random, count: number): string => {
  let digits = "";
  while (digits.length < count) {
    for (const byte of random.bytes(count * 2)) {
      if (byte < 250 && digits.length < count) digits += String(byte % 10);
    }
  }
  return digits;
};

/** 12 hexadecimal digits to find a request by, from a UUID's first 48 bits: those are random, and come from a pool. */
export const drawRequestReference = (random: Random): string => {
  const uuid = random.uuid();
  return uuid.slice(0, 8) + uuid.slice(9, 13);
};
