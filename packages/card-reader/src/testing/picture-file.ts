/** Pictures from files (JPEG, PNG, WebP), cut to the guide as the camera's frames are. */
import sharp from "sharp";
import type { Picture } from "../grey-picture.ts";
import { guideCrop } from "../guide-crop.ts";

export async function loadGuidePicture(file: string | Uint8Array): Promise<Picture> {
  const image = sharp(file).ensureAlpha();
  const { width, height } = await image.metadata();
  const { x, y, ...size } = guideCrop({ width, height });
  const { data, info } = await image
    .extract({ left: x, top: y, ...size })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8ClampedArray(data) };
}
