/**
 * The model file: for each layer its biases and then its weights [output][input][row][column], as 16-bit floats
 * (IEEE 754 binary16), little-endian, nothing else. The layers themselves stand in layers.ts.
 */
import { layerNames, layers, type Layer, type LayerName } from "./layers.ts";

export interface LayerWeights {
  /** By output, input, row, column. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

export type Weights = Readonly<Record<LayerName, LayerWeights>>;

const weightCount = ({ inputs, outputs, size }: Layer): number => inputs * outputs * size * size;

const modelBytes = layerNames.reduce(
  (sum, name) => sum + 2 * (layers[name].outputs + weightCount(layers[name])),
  0,
);

export function readWeights(file: Uint8Array): Weights {
  if (file.byteLength !== modelBytes) throw new RangeError("not this network's model file");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  const take = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      at += 2;
      return binary16(view.getUint16(at - 2, true));
    });
  const entries = layerNames.map((name) => {
    const biases = take(layers[name].outputs);
    return [name, { biases, weights: take(weightCount(layers[name])) }] as const;
  });
  return Object.fromEntries(entries) as Weights;
}

/** IEEE 754 binary16; phones of today's browsers do not all have Float16Array. */
export function binary16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
