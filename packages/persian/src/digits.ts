/** Decimal digits of every script (Unicode category Nd) to Latin and Persian ones. */

const zero = 0x30;
const persianZero = 0x06f0;
const digitOfAnyScript = /\p{Nd}/u;

/** ۱۲۳, ١٢٣, １２３ and the digits of every other script become 123; the rest stays as it is. */
export function toLatinDigits(text: string): string {
  // Latin ones, nearly all of what programs send, are left alone: a digit's value is looked up by its neighbours.
  return text.replaceAll(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit)));
}

/** For SMS and print; pages keep Latin digits, which their font draws Persian. */
export function toPersianDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) =>
    String.fromCodePoint(persianZero + digitValue(digit)),
  );
}

/**
 * Unicode's stability policy keeps the digits of a script together, ascending from zero, so the
 * place in an unbroken run of digits is the value; runs that touch still have ten digits each.
 */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? zero;
  let place = 0;
  while (digitOfAnyScript.test(String.fromCodePoint(codePoint - place - 1))) place += 1;
  return place % 10;
}
