/** Token number `index` (from 1) of a seeded database: its card, serial and seed follow from the number alone. */
import { createHmac } from "node:crypto";
import { formatCode } from "@ramznama/otp";
import { luhnCheckDigit, makeTokenSerial } from "@ramznama/persian";

/** Multipliers without a common factor with the ranges below: no number comes twice, and neighbours lie far apart. */
const cardStride = 3 ** 18;
const serialStride = 7 ** 10;

export const cardNumberOf = (index: number): string => {
  const payload = `628023${String((index * cardStride) % 1e9).padStart(9, "0")}`;
  return payload + luhnCheckDigit(payload);
};

export const serialOf = (index: number): string =>
  makeTokenSerial(String(1e10 + ((index * serialStride) % 9e10)));

export const seedOf = (secret: Uint8Array, index: number): Buffer =>
  createHmac("sha256", secret).update(`seed ${index}`).digest();

/** Eight digits of HMAC-SHA-256, the profile of the bank's own tokens (RFC 6238 with steps of one second). */
export const codeOf = (seed: Uint8Array, second: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(second));
  const mac = createHmac("sha256", seed).update(counter).digest();
  // RFC 4226 section 5.3.
  return formatCode(mac.readUInt32BE((mac.at(-1) ?? 0) & 0x0f) & 0x7fff_ffff, 8);
};
