/**
 * Frames vote. One reading alone is never believed: a number is taken when it was read twice within the last twelve
 * frames, and at least twice as often as any other.
 */

/** The newest readings, the newest last; undefined where a frame gave none. */
export type Ballot = readonly (string | undefined)[];

export interface Vote {
  readonly ballot: Ballot;
  readonly elected: string | undefined;
}

export const emptyBallot: Ballot = [];

const framesMax = 12;
const votesMin = 2;
const lead = 2;

export function decideVote(ballot: Ballot, reading: string | undefined): Vote {
  const newest = [...ballot, reading].slice(-framesMax);
  const counts = new Map<string, number>();
  for (const number of newest) {
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  const isElected =
    first !== undefined && first[1] >= votesMin && first[1] >= lead * (second?.[1] ?? 0);
  return { ballot: newest, elected: isElected ? first[0] : undefined };
}
