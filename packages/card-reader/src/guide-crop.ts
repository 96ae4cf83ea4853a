/**
 * Where in a frame the card is expected, and what of the frame is looked at. The crop is twice as wide as high, a
 * little wider than the card, and lies in the middle: the number of a card stands near its middle line.
 */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** ISO/IEC 7810 ID-1, in millimetres. */
export const cardShape = { width: 85.6, height: 53.98 } as const;

/** Of the frame: at most this share of its width, and of its height times the other. A wide frame is 1280 × 720. */
const widthShareMax = 0.944;
const widthPerHeightMax = 1.25;

/** How much wider than the guide the crop is: hands are not exact. */
const slack = 900 / 820;

export function guideCrop(frame: Pick<Rectangle, "width" | "height">): Rectangle {
  const width = Math.round(Math.min(frame.width * widthShareMax, frame.height * widthPerHeightMax));
  const height = Math.round(width / 2);
  return { ...centred(frame, width, height), width, height };
}

/** What is drawn on the screen for the card to be held into. */
export function cardGuide(frame: Pick<Rectangle, "width" | "height">): Rectangle {
  const width = guideCrop(frame).width / slack;
  const height = (width * cardShape.height) / cardShape.width;
  return { ...centred(frame, width, height), width, height };
}

const centred = (frame: Pick<Rectangle, "width" | "height">, width: number, height: number) => ({
  x: Math.floor((frame.width - width) / 2),
  y: Math.floor((frame.height - height) / 2),
});
