/** The moving factor as the 8 big-endian bytes that HMAC reads (RFC 4226 section 5.1). */

const counterLength = 8;
const wordSize = 2 ** 32;
const largestCounter = 2n ** 64n - 1n;

/** A number must be a safe integer: beyond 2^53 a counter would silently round to its neighbour. */
export function counterBytes(counter: number | bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(counterLength);
  writeCounter(bytes, counter);
  return bytes;
}

/** Overwrites `bytes`, so that a search of a whole window allocates once. */
export function writeCounter(bytes: Uint8Array, counter: number | bigint): void {
  assertCounter(counter);
  const view = new DataView(bytes.buffer, bytes.byteOffset, counterLength);
  if (typeof counter === "bigint") {
    view.setBigUint64(0, counter);
    return;
  }
  // Bit operators would cut the counter to 32 bits; the upper word needs a division.
  view.setUint32(0, Math.floor(counter / wordSize));
  view.setUint32(4, counter % wordSize);
}

function assertCounter(counter: number | bigint): void {
  const fits =
    typeof counter === "bigint"
      ? counter >= 0n && counter <= largestCounter
      : Number.isSafeInteger(counter) && counter >= 0;
  if (!fits) {
    throw new RangeError("a counter is a whole number of 0 to 2^53 - 1, or a bigint below 2^64");
  }
}
