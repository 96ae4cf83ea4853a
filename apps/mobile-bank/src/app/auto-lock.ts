/** Locks Ramznama in this tab when nobody has touched it for a while. A code that is being shown counts as use. */
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";

const signsOfUse = ["pointerdown", "keydown", "input", "visibilitychange"] as const;

export function startAutoLock(session: Session, settings: Settings): void {
  let lastUse = Date.now();
  const look = (): void => {
    if (session.state.value.kind !== "open") return;
    const isShowingCode = document.querySelector("dialog[open][data-live]") !== null;
    if (isShowingCode && !document.hidden) lastUse = Date.now();
    // The wall clock, because a sleeping phone's other clock stands still.
    const idle = Math.abs(Date.now() - lastUse);
    if (idle >= Number(settings.lockAfterMinutes.value) * 60_000) session.lockIdle();
  };
  for (const sign of signsOfUse) {
    addEventListener(
      sign,
      () => {
        // Coming back after too long locks before it counts as use.
        look();
        lastUse = Date.now();
      },
      { capture: true, passive: true },
    );
  }
  setInterval(look, 5_000);
}
