/**
 * A number while it is typed or pasted: digits of every script become Latin ones in groups, the caret stays behind
 * the digit it was behind, and out of a whole message the number is taken. Anything else stays as it was typed,
 * for the form to say what is wrong with it.
 */
import { compactDigits, groupDigits } from "@ramznama/persian";

export interface TypedNumber {
  /** Digits alone, or the text as it was typed. */
  readonly value: string;
  readonly shown: string;
  readonly caret: number;
}

export interface NumberShape {
  /** Without groups as typed, as telephone numbers are. */
  readonly isGrouped: boolean;
  /** The number inside a whole message. */
  readonly find?: ((text: string) => string | undefined) | undefined;
}

export function groupTypedNumber(text: string, caret: number, shape: NumberShape): TypedNumber {
  const digits = compactDigits(text);
  if (/^[0-9]*$/.test(digits)) {
    const shown = showNumber(digits, shape);
    return { value: digits, shown, caret: placeAfter(shown, countDigits(text.slice(0, caret))) };
  }
  const found = shape.find?.(text);
  if (found === undefined) return { value: text, shown: text, caret };
  const shown = showNumber(found, shape);
  return { value: found, shown, caret: shown.length };
}

export function showNumber(value: string, { isGrouped }: NumberShape): string {
  return isGrouped && /^[0-9]+$/.test(value) ? groupDigits(value) : value;
}

function countDigits(text: string): number {
  return compactDigits(text).length;
}

function placeAfter(shown: string, digits: number): number {
  let place = 0;
  for (let left = digits; left > 0 && place < shown.length; place += 1) {
    if (shown[place] !== " ") left -= 1;
  }
  return place;
}
