/** What the callers of one run saw: rates and latencies of the timed part, and every answer of the whole run. */

export interface RunTimes {
  /** Milliseconds since the Unix epoch. */
  readonly startAt: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly runName: string;
  /** Over the whole run, warm-up and the last answers included. */
  readonly accepted: number;
  readonly rejected: number;
  /** Anything but an accepted or rejected answer. */
  readonly failed: number;
  readonly firstFailure: string;
  /** Accepted answers a second in the timed part. */
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly longestMilliseconds: number;
}

export interface Recorder {
  /** @param beganAt of `performance.now()` */
  record(outcome: "accepted" | "rejected" | "failed", beganAt: number, what?: string): void;
  /** Whether callers go on asking. */
  isOver(): boolean;
  result(runName: string): LoadResult;
}

export const createRecorder = (times: RunTimes): Recorder => {
  const zero = performance.now() - Date.now() + times.startAt;
  const from = zero + times.warmUpSeconds * 1000;
  const to = from + times.seconds * 1000;
  const counts = { accepted: 0, rejected: 0, failed: 0 };
  const latencies: number[] = [];
  let firstFailure = "";
  return {
    record: (outcome, beganAt, what = "") => {
      const now = performance.now();
      counts[outcome] += 1;
      if (outcome === "failed" && firstFailure === "") firstFailure = what;
      if (outcome === "accepted" && now >= from && now < to) latencies.push(now - beganAt);
    },
    isOver: () => performance.now() >= to,
    result: (runName) => {
      const sorted = Float64Array.from(latencies).sort();
      const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
      return {
        runName,
        ...counts,
        firstFailure,
        perSecond: sorted.length / times.seconds,
        p50Milliseconds: at(0.5),
        p99Milliseconds: at(0.99),
        longestMilliseconds: sorted.at(-1) ?? 0,
      };
    },
  };
};

/** Waits until the moment of the start, callers in place. */
export const untilStart = (times: RunTimes): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, times.startAt - Date.now()));
  });
