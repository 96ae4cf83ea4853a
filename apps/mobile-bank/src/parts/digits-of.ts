/** The number a token is known by: the card's (S13), or its own serial (S21). */
import type { PhoneToken } from "@ramznama/phone";

export function digitsOf({ subject, serial }: PhoneToken): string {
  return subject.kind === "card" ? subject.cardNumber : serial;
}
