/** From coloured pixels of any size to the grey ones that the network is made for. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, as a canvas gives them. */
  readonly rgba: Uint8ClampedArray;
}

export const cropWidth = 640;
export const cropHeight = 320;

/** The middle of a picture, this share of it in both directions. */
export function middleOf({ width, height, rgba }: Picture, share: number): Picture {
  const [wide, high] = [Math.round(width * share), Math.round(height * share)];
  const [left, top] = [(width - wide) >> 1, (height - high) >> 1];
  const middle = new Uint8ClampedArray(wide * high * 4);
  for (let y = 0; y < high; y += 1) {
    const from = ((y + top) * width + left) * 4;
    middle.set(rgba.subarray(from, from + wide * 4), y * wide * 4);
  }
  return { width: wide, height: high, rgba: middle };
}

/** For each wanted pixel the first source pixel and the weights of it and those after it. */
interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

const nothing: Span = { first: 0, weights: [] };

/** Shrinks or enlarges by the area that each pixel covers, then by brightness (ITU-R BT.601). */
export function greyPicture({ width, height, rgba }: Picture): Float32Array {
  const grey = new Float32Array(width * height);
  for (let index = 0, at = 0; index < grey.length; index += 1, at += 4) {
    grey[index] =
      0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  }
  return shrinkRows(shrinkColumns(grey, width, height), height);
}

function shrinkColumns(grey: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(cropWidth * height);
  const spans = spansOf(width, cropWidth);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < cropWidth; x += 1) {
      const { first, weights } = spans[x] ?? nothing;
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1) {
        sum += (grey[y * width + first + k] ?? 0) * (weights[k] ?? 0);
      }
      out[y * cropWidth + x] = sum;
    }
  }
  return out;
}

function shrinkRows(grey: Float32Array, height: number): Float32Array {
  const out = new Float32Array(cropWidth * cropHeight);
  const spans = spansOf(height, cropHeight);
  for (let y = 0; y < cropHeight; y += 1) {
    const { first, weights } = spans[y] ?? nothing;
    for (let k = 0; k < weights.length; k += 1) {
      const from = (first + k) * cropWidth;
      const weight = weights[k] ?? 0;
      for (let x = 0; x < cropWidth; x += 1) {
        out[y * cropWidth + x] = (out[y * cropWidth + x] ?? 0) + (grey[from + x] ?? 0) * weight;
      }
    }
  }
  return out;
}

/** A wanted pixel covers at least one source pixel; an enlarged picture is interpolated so. */
function spansOf(from: number, to: number): readonly Span[] {
  const step = from / to;
  const reach = Math.max(step, 1);
  return Array.from({ length: to }, (_, index) => {
    const start = clamp((index + 0.5) * step - reach / 2, 0, from - reach);
    const first = Math.floor(start + 1e-9);
    const last = Math.min(from - 1, Math.ceil(start + reach - 1e-9) - 1);
    const weights = Array.from({ length: last - first + 1 }, (_, k) => {
      const covered = Math.min(first + k + 1, start + reach) - Math.max(first + k, start);
      return covered / reach;
    });
    return { first, weights };
  });
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);
