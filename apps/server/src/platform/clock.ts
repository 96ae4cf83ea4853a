/** Time is an argument (ARCHITECTURE.md): only the server's clock decides, and tests bring their own. */

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** RFC 3339 in UTC, as every time on the wire. */
export const rfc3339 = (at: Date | number): string => new Date(at).toISOString();

export const later = (now: number, seconds: number): Date => new Date(now + seconds * 1000);
