/** Work under one name is done one after the other, in the order in which it was asked for. */
export type TakeTurns = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

export function createTurns(): TakeTurns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    // What failed before is its caller's to handle; the next one's turn comes all the same.
    const before = last.get(name)?.catch(() => undefined) ?? Promise.resolve();
    const turn = before.then(work);
    last.set(name, turn);
    return turn;
  };
}
