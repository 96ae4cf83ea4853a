/** How often something was done on one day of Tehran's calendar. */

const day = 86_400_000;
const tehranAheadMilliseconds = 12_600_000;

export interface DailyCounts {
  /** @param now milliseconds since the Unix epoch */
  of(act: string, now: number): number;
  add(act: string, now: number): void;
  /** Counts it, unless it was done as often as it may be. */
  isOver(act: string, limit: number, now: number): boolean;
}

export const createDailyCounts = (): DailyCounts => {
  const counts = new Map<string, number>();
  const keyOf = (act: string, now: number): string =>
    `${act}:${Math.floor((now + tehranAheadMilliseconds) / day)}`;
  const of = (act: string, now: number): number => counts.get(keyOf(act, now)) ?? 0;
  const add = (act: string, now: number): void => {
    counts.set(keyOf(act, now), of(act, now) + 1);
  };
  return {
    of,
    add,
    isOver: (act, limit, now) => {
      if (of(act, now) >= limit) return true;
      add(act, now);
      return false;
    },
  };
};
