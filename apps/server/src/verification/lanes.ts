/**
 * Micro-batches: what waits while every lane is busy leaves together when one frees up. Nothing waits for a timer: alone,
 * an item leaves at once; under load, batches grow by themselves.
 */

export interface LaneOptions<Item> {
  /** Batches under way at the same time: while the database works on one, the next is computed. */
  readonly lanes: number;
  readonly batchMax: number;
  /** Items that share a key are never under way together; the later one waits for the earlier one's answer. */
  readonly keysOf: (item: Item) => readonly string[];
  /** Settles the items itself and never rejects. Returns those that must go once more. */
  readonly run: (batch: readonly Item[]) => Promise<readonly Item[]>;
}

export interface Lanes<Item> {
  add(item: Item): void;
}

export const createLanes = <Item>(options: LaneOptions<Item>): Lanes<Item> => {
  const { lanes, batchMax, keysOf, run } = options;
  const keysUnderWay = new Set<string>();
  let waiting: Item[] = [];
  let underWay = 0;
  let busyLanes = 0;
  let willStart = false;

  /** After the present turn of the event loop, so that all who ask in one turn go together. */
  const startSoon = (): void => {
    if (willStart) return;
    willStart = true;
    setImmediate(() => {
      willStart = false;
      while (busyLanes < lanes) {
        const batch = takeBatch();
        if (batch.length === 0) break;
        void runLane(batch);
      }
    });
  };

  /** A lane takes its share only: with everything in one lane the others would idle until it comes back. */
  const takeBatch = (): readonly Item[] => {
    const share = Math.ceil((waiting.length + underWay) / lanes);
    const batch: Item[] = [];
    const left: Item[] = [];
    for (const item of waiting) {
      const keys = keysOf(item);
      const fits = batch.length < Math.min(share, batchMax);
      if (!fits || keys.some((key) => keysUnderWay.has(key))) {
        left.push(item);
        continue;
      }
      for (const key of keys) keysUnderWay.add(key);
      batch.push(item);
    }
    waiting = left;
    return batch;
  };

  const runLane = async (batch: readonly Item[]): Promise<void> => {
    busyLanes += 1;
    underWay += batch.length;
    const again = await run(batch);
    for (const item of batch) for (const key of keysOf(item)) keysUnderWay.delete(key);
    waiting = [...again, ...waiting];
    underWay -= batch.length;
    busyLanes -= 1;
    startSoon();
  };

  return {
    add: (item) => {
      waiting.push(item);
      startSoon();
    },
  };
};
