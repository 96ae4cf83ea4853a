/** What must have happened between a commit and its acknowledgement, for the transactions that say so. */

const acts = new WeakMap<object, () => Promise<void>>();
const marked = new WeakSet();

/** From now on `act` is waited for after each marked transaction of this database. It never fails. */
export const actAfterCommits = (database: object, act: () => Promise<void>): void => {
  acts.set(database, act);
};

export const markForAfterCommit = (tx: object): void => {
  marked.add(tx);
};

export const afterCommit = async (database: object, tx: object | undefined): Promise<void> => {
  if (tx !== undefined && marked.has(tx)) await acts.get(database)?.();
};
