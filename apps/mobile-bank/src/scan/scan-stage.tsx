/** The camera's picture with the frame for the card, and below it what to do. */
import { cardGuide } from "@ramznama/card-reader";
import type { ScanTextKey } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { createGrabber } from "./grab-picture.ts";
import type { Scan } from "./start-scan.ts";
import { watchForCard } from "./watch-for-card.ts";

export interface ScanStageProps {
  readonly say: (key: ScanTextKey) => string;
  readonly scan: Scan;
  readonly onFound: (number: string) => void;
}

/** Who has held a card for this long without success is told what helps. */
const patienceMilliseconds = 7_000;

export function ScanStage({ say, scan, onFound }: ScanStageProps): VNode {
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [isHard, setHard] = useState(false);
  useEffect(() => {
    const { current } = video;
    if (current === null) return;
    current.srcObject = scan.camera.stream;
    // Refused only when the element goes away first.
    current.play().catch(() => undefined);
    const watch = watchForCard(current, createGrabber(current), scan.reader, onFound);
    const timer = setTimeout(() => {
      setHard(true);
    }, patienceMilliseconds);
    return () => {
      watch.stop();
      clearTimeout(timer);
      current.srcObject = null;
    };
  }, [scan]);
  return (
    <div class="scan-body">
      <div ref={stage} class="scan-stage">
        <video
          ref={video}
          muted
          playsInline
          aria-hidden="true"
          onLoadedMetadata={({ currentTarget }) => {
            if (stage.current !== null) placeGuide(stage.current, currentTarget);
          }}
          onResize={({ currentTarget }) => {
            if (stage.current !== null) placeGuide(stage.current, currentTarget);
          }}
        />
        <div class="scan-guide" />
      </div>
      <p class="scan-say" role="status">
        {say(isHard ? "harder" : "hold")}
      </p>
      <p class="small quiet">{say("private")}</p>
    </div>
  );
}

/** The picture is as wide as the stage, so the guide is as wide in the stage as it is in the frame. */
function placeGuide(stage: HTMLElement, { videoWidth, videoHeight }: HTMLVideoElement): void {
  if (videoWidth === 0) return;
  const guide = cardGuide({ width: videoWidth, height: videoHeight });
  stage.style.setProperty("--guide-width", `${(guide.width / videoWidth) * 100}%`);
  stage.style.setProperty("--frame-shape", `${videoWidth} / ${videoHeight}`);
}
