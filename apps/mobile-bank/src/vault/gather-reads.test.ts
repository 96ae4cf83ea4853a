/** What is asked for at once is read together, and what comes later is read anew. */
import { expect, test } from "vitest";
import type { Stores } from "./database.ts";
import { gatherReads } from "./gather-reads.ts";

// None of these works looks at what it is given.
const stores = {} as Stores;

test("reads at once go in one transaction, each gets its own value, and a later one begins another", async () => {
  const transactions: number[] = [];
  const read = gatherReads((works) => {
    transactions.push(works.length);
    return Promise.all(works.map((work) => work(stores)));
  });
  const slowFirst = read(async () => {
    await Promise.resolve();
    return "first";
  });
  expect(await Promise.all([slowFirst, read(() => Promise.resolve(2))])).toEqual(["first", 2]);
  expect(await read(() => Promise.resolve(3))).toBe(3);
  expect(transactions).toEqual([2, 1]);
});

test("what is asked for while a transaction is read is not lost with it", async () => {
  const first = Promise.withResolvers<unknown[]>();
  const outcomes = [first.promise, Promise.resolve(["second"])];
  const read = gatherReads(() => outcomes.shift() ?? Promise.resolve([]));
  const lost = [read(() => Promise.resolve("a")), read(() => Promise.resolve("b"))];
  await Promise.resolve();
  await Promise.resolve();
  const later = read(() => Promise.resolve("c"));
  first.reject(new Error("gone"));
  expect(await Promise.allSettled(lost)).toMatchObject([
    { status: "rejected", reason: { message: "gone" } },
    { status: "rejected", reason: { message: "gone" } },
  ]);
  expect(await later).toBe("second");
});
