/**
 * Runs the network in the kernel: lays pictures and weights out in its memory and calls it once a block of eight
 * channels; what is no multiple of eight is filled up with zeros. Every picture has a border of zeros, so that the kernel need not know where one ends.
 */
import { convolutionKernelWasm } from "./convolution-kernel-wasm.ts";
import { cropHeight, cropWidth } from "./grey-picture.ts";
import { layerNames, layers, type Layer, type LayerName } from "./layers.ts";
import { measureAgainstSurroundings } from "./measure-against-surroundings.ts";
import type { Weights } from "./read-weights.ts";

/** What this package needs of a platform's WebAssembly. */
export interface Wasm {
  readonly makeMemory: (pages: number) => { readonly buffer: ArrayBuffer };
  readonly instantiate: (module: Uint8Array, memory: unknown) => Promise<object>;
}

interface Kernel {
  convolve(...numbers: number[]): void;
  addFloored(from: number, to: number, count: number): void;
}

/** A picture in the kernel's memory: `start` is the address of its first pixel inside the border. */
interface Plane {
  readonly start: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly border: number;
}

export interface Network {
  /** `scoresPerCell` scores for each of the 160 × 80 cells; the array is overwritten by the next call. */
  readonly score: (grey: Float32Array) => Float32Array;
}

const pageBytes = 65536;
const blockOutputs = 8;
const floatBytes = 4;
const border = 2;

const lineFloats = ({ width, channels }: Pick<Plane, "width" | "channels">): number =>
  (width + 2 * border) * channels;
const planeFloats = (plane: Pick<Plane, "width" | "height" | "channels">): number =>
  lineFloats(plane) * (plane.height + 2 * border);

/** The channels of a picture as it lies in memory: the first has one, all others whole blocks. */
const channelsOf = (channels: number): number =>
  channels === 1 ? 1 : Math.ceil(channels / blockOutputs) * blockOutputs;

/** The floats of one place of the window that lie side by side; even, since the kernel takes two at a time. */
function windowOf({ inputs, size, dilation }: Layer) {
  const isJoined = size === 3 && dilation === 1;
  const run = isJoined ? size * channelsOf(inputs) : channelsOf(inputs);
  return { rows: size, columns: isJoined ? 1 : size, run: run + (run % 2) };
}

export async function makeNetwork(wasm: Wasm, given: Weights): Promise<Network> {
  const plan = planMemory();
  const memory = wasm.makeMemory(Math.ceil(plan.end / pageBytes));
  const floats = new Float32Array(memory.buffer);
  const kernel = await startKernel(wasm, memory);
  for (const name of layerNames) {
    floats.set(packWeights(layers[name], given[name]), plan.weights[name] / floatBytes);
  }
  const { planes } = plan;
  const run = (name: LayerName, from: Plane, to: Plane): void => {
    runLayer(kernel, layers[name], plan.weights[name], from, to);
  };
  return {
    score: (grey) => {
      const { image } = planes;
      const inside = floats.subarray(image.start / floatBytes);
      measureAgainstSurroundings(grey, image, inside, lineFloats(image));
      run("edge", image, planes.edge);
      run("fine", planes.edge, planes.fine);
      run("finer", planes.fine, planes.finer);
      run("wide", planes.finer, planes.wide);
      run("wider", planes.wide, planes.wider);
      run("widest", planes.wider, planes.wide);
      run("widened", planes.wide, planes.wider);
      run("back", planes.wider, planes.back);
      addEnlarged(kernel, planes.back, planes.finer);
      run("join", planes.finer, planes.join);
      run("head", planes.join, planes.head);
      return scoresOf(floats, planes.head);
    },
  };
}

async function startKernel(wasm: Wasm, memory: unknown): Promise<Kernel> {
  const module = Uint8Array.from(atob(convolutionKernelWasm), (char) => char.charCodeAt(0));
  return (await wasm.instantiate(module, memory)) as Kernel;
}

function planMemory() {
  let end = 0;
  const take = (count: number): number => {
    const start = end;
    end += Math.ceil((count * floatBytes) / 16) * 16;
    return start;
  };
  const plane = (scale: number, outputs: number): Plane => {
    const channels = channelsOf(outputs);
    const shape = { width: cropWidth / scale, height: cropHeight / scale, channels, border };
    const first = lineFloats(shape) * border + border * channels;
    return { ...shape, start: take(planeFloats(shape)) + first * floatBytes };
  };
  const planes = {
    image: plane(1, 1),
    edge: plane(2, layers.edge.outputs),
    fine: plane(4, layers.fine.outputs),
    finer: plane(4, layers.finer.outputs),
    wide: plane(8, layers.wide.outputs),
    wider: plane(8, layers.wider.outputs),
    back: plane(8, layers.back.outputs),
    join: plane(4, layers.join.outputs),
    head: plane(4, layers.head.outputs),
  };
  const weights = Object.fromEntries(
    layerNames.map((name) => {
      const { rows, columns, run } = windowOf(layers[name]);
      return [name, take(channelsOf(layers[name].outputs) * (1 + rows * columns * run))];
    }),
  ) as Readonly<Record<LayerName, number>>;
  return { planes, weights, end };
}

/** Block by block: eight biases, then eight weights for each float of the window in the order it is walked. */
function packWeights(layer: Layer, given: Weights[LayerName]): Float32Array {
  const { rows, columns, run } = windowOf(layer);
  const { inputs, outputs, size } = layer;
  const steps = rows * columns * run;
  const packed = new Float32Array(channelsOf(outputs) * (1 + steps));
  for (let output = 0; output < outputs; output += 1) {
    const lane = output % blockOutputs;
    const block = ((output - lane) / blockOutputs) * blockOutputs * (1 + steps) + lane;
    packed[block] = given.biases[output] ?? 0;
    for (let tap = 0; tap < size * size; tap += 1) {
      const place =
        columns === 1
          ? Math.floor(tap / size) * run + (tap % size) * channelsOf(inputs)
          : tap * run;
      for (let input = 0; input < inputs; input += 1) {
        const weight = given.weights[(output * inputs + input) * size * size + tap] ?? 0;
        packed[block + (1 + place + input) * blockOutputs] = weight;
      }
    }
  }
  return packed;
}

function runLayer(kernel: Kernel, layer: Layer, weights: number, from: Plane, to: Plane): void {
  const { rows, columns, run } = windowOf(layer);
  const { outputs, size, stride, dilation, isFloored } = layer;
  const lineBytes = lineFloats(from) * floatBytes;
  const pixelBytes = from.channels * floatBytes;
  const back = size === 1 ? 0 : dilation;
  const start = from.start - back * (lineBytes + pixelBytes);
  const blockBytes = blockOutputs * (1 + rows * columns * run) * floatBytes;
  for (let block = 0; block < channelsOf(outputs) / blockOutputs; block += 1) {
    kernel.convolve(
      start,
      to.start + block * blockOutputs * floatBytes,
      weights + block * blockBytes,
      to.width,
      to.height,
      rows,
      columns,
      run,
      dilation * lineBytes,
      dilation * pixelBytes,
      stride * pixelBytes,
      stride * lineBytes,
      to.channels * floatBytes,
      lineFloats(to) * floatBytes,
      isFloored ? 1 : 0,
    );
  }
}

/** Each pixel of the small picture is added to four of the large one. */
function addEnlarged(kernel: Kernel, small: Plane, large: Plane): void {
  const bytes = small.channels * floatBytes;
  for (let y = 0; y < large.height; y += 1) {
    const smallLine = small.start + (y >> 1) * lineFloats(small) * floatBytes;
    const largeLine = large.start + y * lineFloats(large) * floatBytes;
    for (let x = 0; x < large.width; x += 1) {
      kernel.addFloored(smallLine + (x >> 1) * bytes, largeLine + x * bytes, small.channels);
    }
  }
}

function scoresOf(floats: Float32Array, head: Plane): Float32Array {
  const { width, height, channels } = head;
  const scores = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    const from = head.start / floatBytes + y * lineFloats(head);
    scores.set(floats.subarray(from, from + width * channels), y * width * channels);
  }
  return scores;
}
