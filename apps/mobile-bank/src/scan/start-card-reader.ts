/** The reader's worker as the page sees it: one picture at a time. */
import type { Picture } from "@ramznama/card-reader";
import { ownScriptUrl } from "../platform/own-script-url.ts";
import type { CardReaderAnswer } from "../workers/card-reader-worker.ts";
import cardReaderWorkerUrl from "../workers/card-reader-worker.ts?worker&url";

export interface RunningCardReader {
  /** Rejects when the reader could not be loaded. */
  readonly ready: Promise<void>;
  readonly read: (picture: Picture) => Promise<string | undefined>;
  readonly stop: () => void;
}

export function startCardReader(): RunningCardReader {
  const url = ownScriptUrl(cardReaderWorkerUrl);
  const worker = new Worker(url, { type: "module", name: "card-reader" });
  let settle: ((number: string | undefined) => void) | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (): void => {
      reject(new Error("the card reader could not be loaded"));
    };
    worker.onerror = fail;
    worker.onmessage = ({ data }: MessageEvent<CardReaderAnswer>) => {
      if (data.kind === "ready") resolve();
      else if (data.kind === "broken") fail();
      else settle?.(data.number);
    };
  });
  return {
    ready,
    read: (picture) =>
      new Promise((resolve) => {
        settle = resolve;
        worker.postMessage(picture, [picture.rgba.buffer as ArrayBuffer]);
      }),
    stop: () => {
      worker.terminate();
    },
  };
}
