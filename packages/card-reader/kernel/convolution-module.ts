/**
 * The convolution kernel as WebAssembly text. Pixels lie channel by channel (height, width, channels), 32-bit floats;
 * outputs are worked out for four pixels and eight channels at a time: eight sums, and what is multiplied, fit into the
 * sixteen registers that every processor has.
 *
 * A convolution is described by how its window is walked: `rows` × `columns` places, `run` floats at each. Three by
 * three without dilation is 3 × 1 places with a run of 3 × channels, because neighbours lie side by side in memory.
 */

const pixels = [0, 1, 2, 3] as const;
const vectors = [0, 1] as const;
const pairs = pixels.flatMap((pixel) => vectors.map((vector) => [pixel, vector] as const));
const sum = (pixel: number, vector: number): string => `$sum${pixel}${vector}`;
const bytesPerFloat = 4;
const blockBytes = 8 * bytesPerFloat;

/** Two steps of the run at once: the loop costs less, and the run is always even. */
const unrolled = [0, 1] as const;

const lines = (parts: readonly string[]): string => parts.join("\n");

const startSums = lines(
  pairs.map(
    ([pixel, vector]) =>
      `(local.set ${sum(pixel, vector)} (v128.load offset=${vector * 16} (local.get $weights)))`,
  ),
);

const addProduct = (total: string, vector: number): string =>
  `(local.set ${total} (f32x4.add (local.get ${total}) (f32x4.mul (local.get $value) (local.get $w${vector}))))`;

/** One float of each of the four pixels, times eight weights. */
function step(index: number): string {
  const weights = vectors.map(
    (vector) =>
      `(local.set $w${vector} (v128.load offset=${index * blockBytes + vector * 16} (local.get $weight)))`,
  );
  const products = pixels.map((pixel) =>
    lines([
      `(local.set $value (v128.load32_splat offset=${index * bytesPerFloat} (local.get $in${pixel})))`,
      ...vectors.map((vector) => addProduct(sum(pixel, vector), vector)),
    ]),
  );
  return lines([...weights, ...products]);
}

const storeSums = lines(
  pairs.map(([pixel, vector]) => {
    const value = `(local.get ${sum(pixel, vector)})`;
    return `(v128.store offset=${vector * 16} (local.get $to${pixel}) (f32x4.pmax (local.get $floor) ${value}))`;
  }),
);

const advance = (name: string, by: string): string =>
  `(local.set ${name} (i32.add (local.get ${name}) ${by}))`;

/** A loop that runs `count` times; the counter counts down. */
const repeat = (label: string, count: string, body: string): string => `
(local.set $left_${label} ${count})
(loop $${label}
${body}
(br_if $${label} (local.tee $left_${label} (i32.sub (local.get $left_${label}) (i32.const 1)))))`;

const fourPixels = `
${startSums}
(local.set $weight (i32.add (local.get $weights) (i32.const ${blockBytes})))
(local.set $rowFrom (local.get $pixelFrom))
${repeat(
  "rows",
  "(local.get $rows)",
  `(local.set $columnFrom (local.get $rowFrom))
${repeat(
  "columns",
  "(local.get $columns)",
  `(local.set $in0 (local.get $columnFrom))
${lines([1, 2, 3].map((pixel) => `(local.set $in${pixel} (i32.add (local.get $in${pixel - 1}) (local.get $pixelBytes)))`))}
${repeat(
  "run",
  "(i32.shr_u (local.get $run) (i32.const 1))",
  lines([
    ...unrolled.map(step),
    ...pixels.map((pixel) => advance(`$in${pixel}`, `(i32.const ${2 * bytesPerFloat})`)),
    advance("$weight", `(i32.const ${2 * blockBytes})`),
  ]),
)}
${advance("$columnFrom", "(local.get $columnBytes)")}`,
)}
${advance("$rowFrom", "(local.get $rowBytes)")}`,
)}
(local.set $to0 (local.get $pixelTo))
${lines([1, 2, 3].map((pixel) => `(local.set $to${pixel} (i32.add (local.get $to${pixel - 1}) (local.get $toPixelBytes)))`))}
${storeSums}`;

const parameters = [
  ...["from", "to", "weights", "width", "height", "rows", "columns", "run"],
  ...["rowBytes", "columnBytes", "pixelBytes", "lineBytes", "toPixelBytes", "toLineBytes"],
];
const integers = [
  ...["lineFrom", "lineTo", "pixelFrom", "pixelTo", "rowFrom", "columnFrom", "weight"],
  ...["in0", "in1", "in2", "in3", "to0", "to1", "to2", "to3"],
  ...["left_lines", "left_pixels", "left_rows", "left_columns", "left_run"],
];
const floats = ["value", "w0", "w1", "floor", ...pairs.map(([p, v]) => `sum${p}${v}`)];

/** `convolve`: one block of eight output channels over the whole picture. `isFloored` makes what is negative zero. */
const convolve = `
(func (export "convolve") ${lines(parameters.map((name) => `(param $${name} i32)`))} (param $isFloored i32)
${lines(integers.map((name) => `(local $${name} i32)`))}
${lines(floats.map((name) => `(local $${name} v128)`))}
(local.set $floor (select (v128.const f32x4 0 0 0 0) (v128.const f32x4 -inf -inf -inf -inf) (local.get $isFloored)))
(local.set $lineFrom (local.get $from))
(local.set $lineTo (local.get $to))
${repeat(
  "lines",
  "(local.get $height)",
  `(local.set $pixelFrom (local.get $lineFrom))
(local.set $pixelTo (local.get $lineTo))
${repeat(
  "pixels",
  "(i32.shr_u (local.get $width) (i32.const 2))",
  `${fourPixels}
${advance("$pixelFrom", "(i32.shl (local.get $pixelBytes) (i32.const 2))")}
${advance("$pixelTo", "(i32.shl (local.get $toPixelBytes) (i32.const 2))")}`,
)}
${advance("$lineFrom", "(local.get $lineBytes)")}
${advance("$lineTo", "(local.get $toLineBytes)")}`,
)})`;

/** `addFloored`: to = max(0, to + from), float by float; `count` is a multiple of four. */
const addFloored = `
(func (export "addFloored") (param $from i32) (param $to i32) (param $count i32)
(local $left_floats i32)
${repeat(
  "floats",
  "(i32.shr_u (local.get $count) (i32.const 2))",
  `(v128.store (local.get $to) (f32x4.pmax (v128.const f32x4 0 0 0 0)
  (f32x4.add (v128.load (local.get $to)) (v128.load (local.get $from)))))
${advance("$from", "(i32.const 16)")}
${advance("$to", "(i32.const 16)")}`,
)})`;

/** Memory is the caller's, who knows how much the network needs. */
export const convolutionModule = (): string => `(module
(import "reader" "memory" (memory 1))
${convolve}
${addFloored})`;
