/**
 * Asks again every now and then while somebody is at the desk: the page is to be seen and a key or the mouse was used
 * lately. An abandoned desk asks nothing, or its session would never end by itself.
 */
import { useEffect, useRef } from "preact/hooks";

/** Each look at the requests is an event of the audit, so not too often. */
const everyMilliseconds = 10_000;
const abandonedMilliseconds = 3 * 60_000;

export function useQuietRefresh(reload: () => unknown): void {
  const newest = useRef(reload);
  newest.current = reload;
  useEffect(() => {
    let usedAt = performance.now();
    const use = (): void => {
      usedAt = performance.now();
    };
    const isAttended = (): boolean =>
      document.visibilityState === "visible" && performance.now() - usedAt < abandonedMilliseconds;
    const timer = setInterval(() => {
      if (isAttended()) newest.current();
    }, everyMilliseconds);
    for (const sign of signs) addEventListener(sign, use, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) removeEventListener(sign, use);
    };
  }, []);
}

const signs = ["keydown", "pointermove", "pointerdown"] as const;
