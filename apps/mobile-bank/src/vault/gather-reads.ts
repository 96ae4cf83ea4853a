/** What is asked for before anything is waited for is read in one transaction: each costs an old phone some 10 ms of its own. */
import type { Stores } from "./database.ts";

export type Read = <Value>(work: (stores: Stores) => Promise<Value>) => Promise<Value>;

type Work = (stores: Stores) => Promise<unknown>;

/** @param readAll in one transaction; its values in the order of the works, or the failure of all */
export function gatherReads(
  readAll: (works: readonly Work[]) => Promise<readonly unknown[]>,
): Read {
  let works: Work[] = [];
  let reading: Promise<readonly unknown[]> | undefined;

  function readTogether(): Promise<readonly unknown[]> {
    const together = works;
    works = [];
    reading = undefined;
    return readAll(together);
  }

  return async <Value>(work: (stores: Stores) => Promise<Value>) => {
    const place = works.push(work) - 1;
    reading ??= Promise.resolve().then(readTogether);
    // In the place of its own work.
    return (await reading)[place] as Value;
  };
}
