/** A limit on guessing: ten wrong passwords for one name within ten minutes, then a pause. */
import type { Clock } from "../platform/clock.ts";

const MAX_FAILURES = 10;
const WINDOW_MILLISECONDS = 10 * 60_000;
/** Names are typed by anyone; the oldest give way, so that memory has an end. */
const MAX_NAMES = 10_000;

export interface SignInThrottle {
  isPaused(userName: string): boolean;
  recordFailure(userName: string): void;
}

export function createSignInThrottle(clock: Clock): SignInThrottle {
  const failures = new Map<string, readonly number[]>();
  const recent = (userName: string) =>
    (failures.get(userName) ?? []).filter((at) => clock.now() - at < WINDOW_MILLISECONDS);
  return {
    isPaused: (userName) => recent(userName).length >= MAX_FAILURES,
    recordFailure(userName) {
      const kept = [...recent(userName), clock.now()];
      failures.delete(userName);
      failures.set(userName, kept);
      const oldest = failures.keys().next().value;
      if (failures.size > MAX_NAMES && oldest !== undefined) failures.delete(oldest);
    },
  };
}
