/** Comparison of secrets on platforms without `timingSafeEqual`. */

/**
 * Looks at every byte whatever it finds. Lengths are not secret: unequal ones are refused at once.
 * JavaScript promises no timing, but there is no branch here for a runtime to take early.
 */
export function equalInConstantTime(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  }
  return difference === 0;
}
