import { expect, test } from "vitest";
import { cropHeight, cropWidth, greyPicture, middleOf, type Picture } from "./grey-picture.ts";
import { cardGuide, cardShape, guideCrop } from "./guide-crop.ts";

function paint(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rgba.set([...colourAt(x, y), 255], (y * width + x) * 4);
  }
  return { width, height, rgba };
}

test("Colours become brightness as people see it", () => {
  const grey = greyPicture(paint(cropWidth, cropHeight, () => [200, 100, 50]));
  expect(grey[12345]).toBeCloseTo(0.299 * 200 + 0.587 * 100 + 0.114 * 50, 3);
});

test("A larger picture is shrunk by area and a smaller one enlarged, and neither gets brighter", () => {
  for (const [width, height] of [
    [900, 450],
    [1280, 640],
    [450, 225],
  ] as const) {
    const grey = greyPicture(
      paint(width, height, (x) => (x < width / 2 ? [40, 40, 40] : [200, 200, 200])),
    );
    expect(grey).toHaveLength(cropWidth * cropHeight);
    const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
    expect(mean).toBeCloseTo(120, 0);
    expect([grey[0], grey[cropWidth - 1]].map((value) => Math.round(value ?? 0))).toEqual([
      40, 200,
    ]);
  }
});

test("The crop and the guide lie in the middle of any frame, and the guide has a card's shape", () => {
  expect(guideCrop({ width: 1280, height: 720 })).toEqual({
    x: 190,
    y: 135,
    width: 900,
    height: 450,
  });
  for (const frame of [
    { width: 1280, height: 720 },
    { width: 1080, height: 1920 },
    { width: 640, height: 480 },
  ]) {
    const crop = guideCrop(frame);
    const guide = cardGuide(frame);
    expect(crop.x).toBeGreaterThanOrEqual(0);
    expect(crop.y).toBeGreaterThanOrEqual(0);
    expect(guide.width).toBeLessThan(crop.width);
    expect(guide.width / guide.height).toBeCloseTo(cardShape.width / cardShape.height, 6);
    expect(Math.abs(guide.x + guide.width / 2 - frame.width / 2)).toBeLessThan(1);
  }
});

test("The middle of a picture is cut out evenly on all sides", () => {
  const picture = paint(10, 20, (x, y) => [x, y, 0]);
  const { width, height, rgba } = middleOf(picture, 0.8);
  expect([width, height]).toEqual([8, 16]);
  expect([...rgba.subarray(0, 3)]).toEqual([1, 2, 0]);
  expect([...rgba.subarray(-4, -1)]).toEqual([8, 17, 0]);
});
