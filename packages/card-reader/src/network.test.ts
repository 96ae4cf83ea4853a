import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { buildConvolutionKernel } from "../kernel/build-convolution-kernel.ts";
import { convolutionKernelWasm } from "./convolution-kernel-wasm.ts";
import { cropHeight, cropWidth } from "./grey-picture.ts";
import { layerNames, layers, scoresPerCell, type Layer, type LayerName } from "./layers.ts";
import { measureAgainstSurroundings } from "./measure-against-surroundings.ts";
import { modelSha256 } from "./model-sha256.ts";
import { makeNetwork } from "./network.ts";
import { binary16, readWeights, type LayerWeights } from "./read-weights.ts";
import { modelFile, nodeWasm } from "./testing/node-card-reader.ts";

test("The committed kernel is what its sources give", async () => {
  const built = Buffer.from(await buildConvolutionKernel()).toString("base64");
  expect(convolutionKernelWasm).toBe(built);
});

test("The model file is the one whose digest the app checks, and no other passes for it", async () => {
  const model = await readFile(modelFile);
  expect(createHash("sha256").update(model).digest("hex")).toBe(modelSha256);
  expect(() => readWeights(model.subarray(0, -2))).toThrow(RangeError);
});

test("16-bit floats are read as IEEE 754 has them", () => {
  const cases = [0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x0000].map(binary16);
  const wanted = [1, -2, 0.333251953125, 2 ** -24, 65504, 0];
  expect(cases).toEqual(wanted);
});

/** A picture in plain numbers: [channel][row * width + column]. */
interface Plain {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly Float32Array[];
}

/** The textbook's convolution, slow and plain: the judge of the kernel. */
function convolvePlainly(from: Plain, layer: Layer, { weights, biases }: LayerWeights): Plain {
  const { inputs, outputs, size, stride, dilation, isFloored } = layer;
  const [width, height] = [from.width / stride, from.height / stride];
  const reach = dilation * ((size - 1) / 2);
  const channels = Array.from({ length: outputs }, (_, output) => {
    const out = new Float32Array(width * height).fill(biases[output] ?? 0);
    for (let input = 0; input < inputs; input += 1) {
      for (let tap = 0; tap < size * size; tap += 1) {
        const weight = weights[(output * inputs + input) * size * size + tap] ?? 0;
        const dy = Math.floor(tap / size) * dilation - reach;
        const dx = (tap % size) * dilation - reach;
        for (let y = 0; y < height; y += 1) {
          const line = y * stride + dy;
          if (line < 0 || line >= from.height) continue;
          for (let x = 0; x < width; x += 1) {
            const column = x * stride + dx;
            if (column < 0 || column >= from.width) continue;
            const value = from.channels[input]?.[line * from.width + column] ?? 0;
            out[y * width + x] = (out[y * width + x] ?? 0) + value * weight;
          }
        }
      }
    }
    return isFloored ? out.map((value) => Math.max(value, 0)) : out;
  });
  return { width, height, channels };
}

function addPlainly(small: Plain, large: Plain): Plain {
  const channels = large.channels.map((channel, index) =>
    channel.map((value, at) => {
      const [x, y] = [at % large.width, Math.floor(at / large.width)];
      const near = small.channels[index]?.[(y >> 1) * small.width + (x >> 1)] ?? 0;
      return Math.max(value + near, 0);
    }),
  );
  return { ...large, channels };
}

test("S10 the kernel's scores are those of the textbook's convolutions, over the whole picture and its edges", async () => {
  const weights = readWeights(await readFile(modelFile));
  const { score } = await makeNetwork(nodeWasm, weights);
  const grey = Float32Array.from({ length: cropWidth * cropHeight }, (_, index) => {
    const [x, y] = [index % cropWidth, Math.floor(index / cropWidth)];
    return 128 + 90 * Math.sin(x / 7 + y / 11) * Math.cos(y / 5) + ((x * 31 + y * 17) % 23);
  });
  const size = { width: cropWidth, height: cropHeight };
  const measured = new Float32Array(grey.length);
  measureAgainstSurroundings(grey, size, measured, cropWidth);
  const run = (from: Plain, name: LayerName): Plain =>
    convolvePlainly(from, layers[name], weights[name]);
  const image: Plain = { ...size, channels: [measured] };
  const finer = run(run(run(image, "edge"), "fine"), "finer");
  const wide = (["wide", "wider", "widest", "widened", "back"] as const).reduce(run, finer);
  const head = run(run(addPlainly(wide, finer), "join"), "head");
  // Twice, since the second picture finds the first one's remains in the kernel's memory.
  score(grey.map((value) => 255 - value));
  const scores = score(grey);
  expect(layerNames).toHaveLength(10);
  let furthest = 0;
  head.channels.slice(0, 11).forEach((channel, digit) => {
    channel.forEach((value, cell) => {
      furthest = Math.max(furthest, Math.abs(value - (scores[cell * scoresPerCell + digit] ?? 0)));
    });
  });
  expect(furthest).toBeLessThan(1e-3);
}, 60_000);

test("Each pixel is measured against the 31 by 31 around it, the edge going on beyond the edge", () => {
  const size = { width: 50, height: 40 };
  const grey = Float32Array.from({ length: 2000 }, (_, index) => (index * 7919) % 251);
  const out = new Float32Array(2000);
  measureAgainstSurroundings(grey, size, out, 50);
  for (const [x, y] of [
    [0, 0],
    [49, 39],
    [25, 20],
    [3, 38],
  ] as const) {
    const around: number[] = [];
    for (let dy = -15; dy <= 15; dy += 1) {
      for (let dx = -15; dx <= 15; dx += 1) {
        const [column, line] = [
          Math.min(Math.max(x + dx, 0), 49),
          Math.min(Math.max(y + dy, 0), 39),
        ];
        around.push(grey[line * 50 + column] ?? 0);
      }
    }
    const mean = around.reduce((a, b) => a + b, 0) / around.length;
    const square = around.reduce((a, b) => a + (b - mean) ** 2, 0) / around.length;
    const wanted = ((grey[y * 50 + x] ?? 0) - mean) / (Math.sqrt(square) + 4);
    expect(out[y * 50 + x]).toBeCloseTo(Math.min(Math.max(wanted, -3), 3), 4);
  }
});
