/** A span of time in the unit that fits its size. */
import type { Say } from "./app-context.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export function describeDuration(seconds: number, say: Say): string {
  if (seconds < 2 * minute) return say("durationSeconds", { n: seconds });
  if (seconds < 2 * hour) return say("durationMinutes", { n: Math.round(seconds / minute) });
  if (seconds < 2 * day) return say("durationHours", { n: Math.round(seconds / hour) });
  return say("durationDays", { n: Math.round(seconds / day) });
}
