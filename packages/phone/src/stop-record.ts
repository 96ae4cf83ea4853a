/** What the bank last said of a token whose codes it refuses, kept for the days without network. */

export interface StopRecord {
  /** `suspended` may be lifted again, at a branch; what has `ended` never comes back. */
  readonly state: "suspended" | "ended";
  /** The bank's own word for why; for `blocked-by-owner` there are words of its own. */
  readonly reason: string | null;
}
