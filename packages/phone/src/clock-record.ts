/** What the phone remembers of the server's time (protocol.md, Pins and time). */
export interface ClockRecord {
  /** Added to the phone's wall clock it gives the server's time. */
  readonly offsetMilliseconds: number;
  readonly errorMilliseconds: number;
}
