/** Pictures from files (JPEG, PNG, WebP), cut to the guide as the camera's frames are. */
import { fileURLToPath } from "node:url";
import sharp, { type Sharp } from "sharp";
import { cropHeight, cropWidth, type Picture } from "../grey-picture.ts";
import { guideCrop } from "../guide-crop.ts";

/** What the reader is measured by: `held-out`, `independent` and the films for Chromium's camera. */
export const framesFolder = fileURLToPath(new URL("../../frames", import.meta.url));

export async function loadGuidePicture(file: string | Uint8Array): Promise<Picture> {
  const { width, height } = await sharp(file).metadata();
  const { x, y, ...size } = guideCrop({ width, height });
  return pictureOf(sharp(file).extract({ left: x, top: y, ...size }), size.width, size.height);
}

/** Crops of one card in a single picture, one below the other, as tools/card-reader/render_votes.py stores them. */
export async function loadFilm(file: string): Promise<readonly Picture[]> {
  const { height } = await sharp(file).metadata();
  const size = { width: cropWidth, height: cropHeight };
  return Promise.all(
    Array.from({ length: height / cropHeight }, (_, index) => {
      const crop = sharp(file).extract({ left: 0, top: index * cropHeight, ...size });
      return pictureOf(crop, size.width, size.height);
    }),
  );
}

async function pictureOf(image: Sharp, width: number, height: number): Promise<Picture> {
  const data = await image.toColourspace("srgb").ensureAlpha().raw().toBuffer();
  return { width, height, rgba: new Uint8ClampedArray(data) };
}
