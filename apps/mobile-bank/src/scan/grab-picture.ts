/** The guide's part of the frame that the camera shows now, as pixels. */
import { guideCrop, type Picture } from "@ramznama/card-reader";

/** The reader shrinks to 640; more than twice that is only carried around. */
const widthMax = 1280;

export type GrabPicture = () => Picture | undefined;

export function createGrabber(video: HTMLVideoElement): GrabPicture {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  return () => {
    const frame = { width: video.videoWidth, height: video.videoHeight };
    if (context === null || frame.width === 0) return undefined;
    const { x, y, width, height } = guideCrop(frame);
    const scale = Math.min(1, widthMax / width);
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    context.drawImage(video, x, y, width, height, 0, 0, wide, high);
    return { width: wide, height: high, rgba: context.getImageData(0, 0, wide, high).data };
  };
}
