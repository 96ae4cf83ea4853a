/** The reader as it stands, on frames it has never seen: recall may not fall, and no wrong number may come out. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readPicture, type CardReader } from "./card-reader.ts";
import { framesFolder, loadGuidePicture, nodeCardReader } from "./testing/index.ts";

interface Frame {
  readonly file: string;
  readonly number: string | null;
  readonly level: string;
}

let reader: CardReader;
beforeAll(async () => {
  reader = await nodeCardReader();
});

async function readFrames(set: string, level: string, most: number) {
  const folder = join(framesFolder, set);
  const truth = JSON.parse(await readFile(join(folder, "truth.json"), "utf8")) as Frame[];
  const frames = truth.filter((frame) => frame.level === level).slice(0, most);
  const counts = { frames: frames.length, right: 0, wrong: 0 };
  for (const { file, number } of frames) {
    const picture = await loadGuidePicture(join(folder, file));
    const given = readPicture(reader, picture)?.number ?? null;
    if (given === number) counts.right += 1;
    else if (given !== null) counts.wrong += 1;
  }
  return counts;
}

/** A little below what `npm run bench -- card-reader` finds on all 300 of a level; a hundred tell less. */
test.each([
  ["easy", 0.97],
  ["medium", 0.95],
  ["hard", 0.85],
] as const)(
  "S10 of a hundred %s frames of the held-out set at least a share of %s is read, and none wrongly",
  async (level, share) => {
    const { frames, right, wrong } = await readFrames("held-out", level, 100);
    expect(frames).toBe(100);
    expect(right / frames).toBeGreaterThanOrEqual(share);
    expect(wrong).toBe(0);
  },
  60_000,
);

test("S10 of the sixty frames of another renderer at most three are missed beside the aims, and none is read wrongly", async () => {
  const levels = ["easy", "medium", "hard"];
  const counts = await Promise.all(levels.map((level) => readFrames("independent", level, 20)));
  expect(counts.map(({ wrong }) => wrong)).toEqual([0, 0, 0]);
  expect(counts.reduce((sum, { right }) => sum + right, 0)).toBeGreaterThanOrEqual(57);
}, 60_000);

test("S10 where no card number is, though shebas, phone numbers and longer ones are, nothing is read", async () => {
  const { frames, right } = await readFrames("held-out", "none", 100);
  expect(frames).toBe(100);
  expect(right).toBe(100);
}, 60_000);

test("S10 an empty picture, noise and a picture of another shape give nothing and break nothing", () => {
  const paint = (width: number, height: number, valueAt: (index: number) => number) => ({
    width,
    height,
    rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, index) => valueAt(index)),
  });
  let state = 1;
  const noise = (): number => (state = (state * 48271) % 2147483647) % 256;
  for (const [width, height] of [
    [640, 320],
    [901, 449],
    [33, 17],
  ] as const) {
    expect(
      readPicture(
        reader,
        paint(width, height, () => 0),
      ),
    ).toBeUndefined();
    expect(readPicture(reader, paint(width, height, noise))).toBeUndefined();
  }
});
