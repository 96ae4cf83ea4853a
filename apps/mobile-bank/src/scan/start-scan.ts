/** Camera and reader of one visit, asked for side by side; whatever one of them lacks, nothing stays behind. */
import { openCamera, type Camera, type CameraRefusal } from "./open-camera.ts";
import { startCardReader, type RunningCardReader } from "./start-card-reader.ts";

export interface Scan {
  readonly camera: Camera;
  readonly reader: RunningCardReader;
  readonly stop: () => void;
}

export type ScanRefusal = CameraRefusal | "readerMissing";

export type ScanOutcome =
  { readonly ok: true; readonly scan: Scan } | { readonly ok: false; readonly reason: ScanRefusal };

export async function startScan(): Promise<ScanOutcome> {
  const reader = startCardReader();
  const isReady = reader.ready.then(
    () => true,
    () => false,
  );
  const opened = await openCamera();
  if (!opened.ok) {
    reader.stop();
    return opened;
  }
  const { camera } = opened;
  const stop = (): void => {
    camera.stop();
    reader.stop();
  };
  if (await isReady) return { ok: true, scan: { camera, reader, stop } };
  stop();
  return { ok: false, reason: "readerMissing" };
}
