/** Whole seconds until something is over, counted from the moment it began. */
import { useEffect, useState } from "preact/hooks";

export interface Span {
  readonly seconds: number;
  readonly startedAt: number;
  readonly startedMonotonic: number;
}

export function spanOf(seconds: number): Span {
  return { seconds, startedAt: Date.now(), startedMonotonic: performance.now() };
}

/** By both clocks: one stands still while the phone sleeps, the other may be set back. */
export function secondsLeftOf(span: Span): number {
  const elapsed = Math.max(performance.now() - span.startedMonotonic, Date.now() - span.startedAt);
  return Math.max(0, Math.ceil(span.seconds - elapsed / 1000));
}

export function useSecondsLeft(span: Span | undefined): number {
  const left = span === undefined ? 0 : secondsLeftOf(span);
  // Only to draw again: what is drawn is always that of this moment, for a new span too.
  const [, setDrawn] = useState(left);
  useEffect(() => {
    if (span === undefined) return undefined;
    const timer = setInterval(() => {
      setDrawn(secondsLeftOf(span));
    }, 200);
    return () => {
      clearInterval(timer);
    };
  }, [span]);
  return left;
}
