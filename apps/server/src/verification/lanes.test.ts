import { describe, expect, test } from "vitest";
import { createLanes } from "./lanes.ts";

interface Item {
  readonly name: string;
  readonly keys: readonly string[];
}

const item = (name: string, ...keys: string[]): Item => ({ name, keys });

/** Lanes whose batches are ended by the test. */
const observedLanes = (options: { lanes?: number; batchMax?: number } = {}) => {
  const batches: { readonly names: readonly string[]; end: (again?: readonly Item[]) => void }[] =
    [];
  const lanes = createLanes<Item>({
    lanes: options.lanes ?? 2,
    batchMax: options.batchMax ?? 100,
    keysOf: ({ keys }) => keys,
    run: (batch) =>
      new Promise((resolve) => {
        batches.push({
          names: batch.map(({ name }) => name),
          end: (again = []) => {
            resolve(again);
          },
        });
      }),
  });
  return { lanes, batches, names: () => batches.map((batch) => batch.names) };
};

const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe("lanes", () => {
  test("one who asks alone leaves at once", async () => {
    const { lanes, names } = observedLanes();
    lanes.add(item("a"));
    await turn();
    expect(names()).toEqual([["a"]]);
  });

  test("those who ask together share the lanes evenly, in their order", async () => {
    const { lanes, names } = observedLanes();
    for (const name of ["a", "b", "c", "d", "e"]) lanes.add(item(name));
    await turn();
    expect(names()).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
  });

  test("whoever comes while all lanes are busy leaves together when one frees up", async () => {
    const { lanes, batches, names } = observedLanes({ lanes: 1 });
    lanes.add(item("a"));
    await turn();
    for (const name of ["b", "c"]) lanes.add(item(name));
    await turn();
    expect(names()).toEqual([["a"]]);
    batches[0]?.end();
    await turn();
    expect(names()).toEqual([["a"], ["b", "c"]]);
  });

  test("a batch is never larger than the most that is allowed", async () => {
    const { lanes, names } = observedLanes({ lanes: 1, batchMax: 2 });
    for (const name of ["a", "b", "c"]) lanes.add(item(name));
    await turn();
    expect(names()).toEqual([["a", "b"]]);
  });

  test("R1 what shares a key is never under way together, in one batch or in two", async () => {
    const { lanes, batches, names } = observedLanes();
    lanes.add(item("first", "card", "ref-1"));
    lanes.add(item("second", "card", "ref-2"));
    lanes.add(item("other", "another card", "ref-3"));
    lanes.add(item("repeated", "third card", "ref-1"));
    await turn();
    expect(names()).toEqual([["first", "other"]]);
    batches[0]?.end();
    await turn();
    expect(names().slice(1).flat()).toEqual(["second", "repeated"]);
  });

  test("what must be asked anew goes before those who came later", async () => {
    const { lanes, batches, names } = observedLanes({ lanes: 1 });
    const moved = item("moved", "card");
    lanes.add(moved);
    await turn();
    lanes.add(item("later"));
    batches[0]?.end([moved]);
    await turn();
    expect(names()).toEqual([["moved"], ["moved", "later"]]);
  });
});
