/**
 * Arrays as PostgreSQL reads them in binary (src/backend/utils/adt/arrayfuncs.c, array_recv): number of dimensions,
 * whether there are nulls, the elements' type, length and lower bound, then each element after its length. Statements
 * that take whole batches would otherwise write and read every element as quoted text.
 */

const INT8 = 20;
const BYTEA = 17;
const TEXT = 25;

const headerBytes = 20;
const absent = -1;

/** `bigint[]`; whole numbers below 2^53. */
export const int8Array = (values: readonly number[]): Buffer => {
  const bytes = allocate(INT8, values.length, values.length * 8);
  let at = headerBytes;
  for (const value of values) {
    at = bytes.writeInt32BE(8, at);
    // Two words, since a bitwise operator would cut the number to 32 bits; the upper one carries the sign.
    at = bytes.writeInt32BE(Math.floor(value / 2 ** 32), at);
    at = bytes.writeUInt32BE(((value % 2 ** 32) + 2 ** 32) % 2 ** 32, at);
  }
  return bytes;
};

/** `bytea[]` */
export const byteaArray = (values: readonly Uint8Array[]): Buffer => {
  const bytes = allocate(
    BYTEA,
    values.length,
    values.reduce((sum, value) => sum + value.length, 0),
  );
  let at = headerBytes;
  for (const value of values) {
    at = bytes.writeInt32BE(value.length, at);
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
};

/** `text[]`, nulls allowed. */
export const textArray = (values: readonly (string | null)[]): Buffer => {
  const sizes = values.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const bytes = allocate(
    TEXT,
    values.length,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let at = headerBytes;
  for (const [index, value] of values.entries()) {
    at = bytes.writeInt32BE(value === null ? absent : (sizes[index] ?? 0), at);
    if (value !== null) at += bytes.write(value, at);
  }
  return bytes;
};

const allocate = (elementType: number, count: number, contentBytes: number): Buffer => {
  const bytes = Buffer.allocUnsafe(headerBytes + count * 4 + contentBytes);
  bytes.writeInt32BE(1, 0);
  // "There may be nulls": the reader counts them itself.
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(elementType, 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
};
