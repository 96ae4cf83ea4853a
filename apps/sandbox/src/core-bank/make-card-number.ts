import { luhnCheckDigit } from "@ramznama/persian";
import { CardNumber } from "../people.ts";

/** A number of 16 digits on the bank's prefix with its Luhn check digit. `random` is in [0, 1). */
export function makeCardNumber(prefix: string, random: () => number): CardNumber {
  const digits = Array.from({ length: 15 - prefix.length }, () => Math.floor(random() * 10));
  const payload = `${prefix}${digits.join("")}`;
  return CardNumber.parse(`${payload}${luhnCheckDigit(payload)}`);
}
