/** The orange ring around the seconds that are left (S16): full at the tap, empty at the end. */
import type { VNode } from "preact";
import { useTexts } from "../app/app-context.ts";

interface ValidityRingProps {
  readonly left: number;
  readonly whole: number;
}

export function ValidityRing({ left, whole }: ValidityRingProps): VNode {
  const say = useTexts();
  return (
    <div class="ring" role="timer" aria-label={say("secondsLeftMark", { seconds: left })}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="ring-rest" cx="60" cy="60" r="54" />
        <circle
          class="ring-left"
          cx="60"
          cy="60"
          r="54"
          pathLength={whole}
          stroke-dasharray={`${whole} ${whole}`}
          stroke-dashoffset={whole - left}
        />
      </svg>
      <p aria-hidden="true">
        <strong>{left}</strong>
        <span>{say("secondsLeft")}</span>
      </p>
    </div>
  );
}
