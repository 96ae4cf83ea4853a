/** The network's convolutions, as tools/card-reader/network.py trains them: the order of the weights in the file. */

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: 1 | 3;
  readonly stride: 1 | 2;
  readonly dilation: 1 | 2;
  /** Whether what is negative becomes zero. */
  readonly isFloored: boolean;
}

const layer = (inputs: number, outputs: number, more: Partial<Layer> = {}): Layer => ({
  inputs,
  outputs,
  size: 3,
  stride: 1,
  dilation: 1,
  isFloored: true,
  ...more,
});

export const layers = {
  edge: layer(1, 12, { stride: 2 }),
  fine: layer(12, 24, { stride: 2 }),
  finer: layer(24, 24),
  wide: layer(24, 48, { stride: 2 }),
  wider: layer(48, 48),
  widest: layer(48, 48, { dilation: 2 }),
  widened: layer(48, 48),
  back: layer(48, 24, { size: 1, isFloored: false }),
  join: layer(24, 36),
  head: layer(36, 12, { size: 1, isFloored: false }),
} as const satisfies Readonly<Record<string, Layer>>;

export type LayerName = keyof typeof layers;
export const layerNames = Object.keys(layers) as readonly LayerName[];

/** Of the numbers of a cell: ten digits, then none; the rest means nothing. */
export const noneClass = 10;
export const scoresPerCell = 16;
/** Pixels of the crop from one cell to the next. */
export const cellPixels = 4;
