/** Virtual time: what is due next happens next, and nothing sleeps. */

export interface Timeline {
  /** Milliseconds since the simulation began. */
  readonly now: () => number;
  readonly after: (delayMilliseconds: number, action: () => Promise<void>) => void;
  /** Runs until nothing is due, or the number of actions is used up; says which. */
  readonly run: (actionsMax: number, afterEach: () => void) => Promise<"done" | "endless">;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly action: () => Promise<void>;
}

export function createTimeline(): Timeline {
  const due: Due[] = [];
  let now = 0;
  let order = 0;
  const takeNext = (): Due | undefined => {
    let next = 0;
    for (const [index, { at, order: made }] of due.entries()) {
      const best = due[next];
      if (best && (at < best.at || (at === best.at && made < best.order))) next = index;
    }
    return due.splice(next, 1)[0];
  };
  const run = async (actionsMax: number, afterEach: () => void): Promise<"done" | "endless"> => {
    for (let actions = 0; actions < actionsMax; actions += 1) {
      const next = takeNext();
      if (next === undefined) return "done";
      now = next.at;
      await next.action();
      afterEach();
    }
    return "endless";
  };
  const after = (delay: number, action: () => Promise<void>): void => {
    order += 1;
    due.push({ at: now + Math.round(delay), order, action });
  };
  return { now: () => now, after, run };
}
