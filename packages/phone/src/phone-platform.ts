/** What the phone takes from the machine it runs on, all of it as arguments: Node and a browser fit. */
import type { Platform, UnixMilliseconds } from "@ramznama/activation";

export type Fetch = (address: string, options: RequestInit) => Promise<Response>;

export interface PhoneClock {
  /** The wall clock of the phone, which people and networks set. */
  now(): UnixMilliseconds;
  /** Milliseconds of a clock that nobody sets (`performance.now()`). */
  monotonic(): number;
}

export interface PhonePlatform extends Platform {
  readonly fetch: Fetch;
  readonly clock: PhoneClock;
}
