/** The time as an argument, so that tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export const machineClock: Clock = { now: () => Date.now() };

/** RFC 3339 in UTC with milliseconds, as every time in the sandbox's JSON. */
export function toTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
