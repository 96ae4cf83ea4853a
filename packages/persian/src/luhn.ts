/** The check digit of card numbers and token serials (ISO/IEC 7812-1, annex B). */

/** For a non-empty text of Latin digits whose last one is the check digit. */
export function hasLuhnCheckDigit(digits: string): boolean {
  return luhnCheckDigit(digits.slice(0, -1)) === digits.at(-1);
}

export function luhnCheckDigit(payload: string): string {
  let sum = 0;
  // The digit beside the check digit is doubled, then every second one to the left.
  for (let place = 0; place < payload.length; place += 1) {
    const digit = Number(payload.at(-1 - place));
    const weighted = place % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return String((10 - (sum % 10)) % 10);
}
