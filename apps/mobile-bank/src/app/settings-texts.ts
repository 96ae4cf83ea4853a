/** The clock's state in words: how far the device is from the bank, as signed time told it. */
import type { Say } from "./app-context.ts";
import { describeDuration } from "./describe-duration.ts";

/** Less than this nobody can see. */
const unnoticedSeconds = 2;

export function describeClock(offsetMilliseconds: number | undefined, say: Say): string {
  if (offsetMilliseconds === undefined) return say("clockUnknown");
  const seconds = Math.round(Math.abs(offsetMilliseconds) / 1000);
  if (seconds < unnoticedSeconds) return say("clockRight");
  const time = describeDuration(seconds, say);
  // The offset is added to the device's clock: a positive one means that it is behind.
  return say(offsetMilliseconds > 0 ? "clockBehind" : "clockAhead", { time });
}
