/** One short message at a time about something that was done. It is also announced. */
import { signal, type ReadonlySignal } from "@preact/signals";

export interface Toasts {
  readonly text: ReadonlySignal<string | undefined>;
  show(text: string): void;
}

export function createToasts(shownMilliseconds: number): Toasts {
  const text = signal<string | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Whoever goes on has seen it, and it must not cover what comes next.
  for (const sign of ["pointerdown", "keydown"] as const) {
    addEventListener(sign, () => (text.value = undefined), { capture: true, passive: true });
  }
  return {
    text,
    show: (next) => {
      clearTimeout(timer);
      text.value = next;
      timer = setTimeout(() => (text.value = undefined), shownMilliseconds);
    },
  };
}
