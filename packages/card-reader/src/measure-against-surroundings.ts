/**
 * Each pixel against the 31 × 31 pixels around it: their mean goes, their standard deviation becomes one. So dark ink on
 * a light card, worn foil and the light of a lamp look alike. tools/card-reader/crops.py does the same in training.
 */

const reach = 15;
const side = 2 * reach + 1;
/** Deviations below this are noise and are not blown up further. */
const quiet = 4;
const limit = 3;

/** Writes into `out`, whose lines begin `lineLength` apart; beyond the edge the last pixel goes on. */
export function measureAgainstSurroundings(
  grey: Float32Array,
  size: { readonly width: number; readonly height: number },
  out: Float32Array,
  lineLength: number,
): void {
  const { width, height } = size;
  // Sums of a column's 31 pixels, kept from line to line.
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  const add = (line: number, sign: 1 | -1): void => {
    const from = Math.min(Math.max(line, 0), height - 1) * width;
    for (let x = 0; x < width; x += 1) {
      const value = grey[from + x] ?? 0;
      sums[x] = (sums[x] ?? 0) + sign * value;
      squares[x] = (squares[x] ?? 0) + sign * value * value;
    }
  };
  for (let line = -reach; line <= reach; line += 1) add(line, 1);
  for (let y = 0; y < height; y += 1) {
    measureLine(grey.subarray(y * width, (y + 1) * width), sums, squares, out, y * lineLength);
    add(y - reach, -1);
    add(y + reach + 1, 1);
  }
}

function measureLine(
  grey: Float32Array,
  sums: Float64Array,
  squares: Float64Array,
  out: Float32Array,
  to: number,
): void {
  const width = grey.length;
  const last = width - 1;
  let sum = 0;
  let square = 0;
  for (let x = -reach; x <= reach; x += 1) {
    const at = Math.min(Math.max(x, 0), last);
    sum += sums[at] ?? 0;
    square += squares[at] ?? 0;
  }
  for (let x = 0; x < width; x += 1) {
    const mean = sum / (side * side);
    const deviation = Math.sqrt(Math.max(square / (side * side) - mean * mean, 0)) + quiet;
    const measured = ((grey[x] ?? 0) - mean) / deviation;
    out[to + x] = Math.min(Math.max(measured, -limit), limit);
    const gone = Math.max(x - reach, 0);
    const next = Math.min(x + reach + 1, last);
    sum += (sums[next] ?? 0) - (sums[gone] ?? 0);
    square += (squares[next] ?? 0) - (squares[gone] ?? 0);
  }
}
