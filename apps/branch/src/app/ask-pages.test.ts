import { expect, test } from "vitest";
import { askPages } from "./ask-pages.ts";
import type { Answer } from "./bank-client.ts";

interface Page {
  readonly rows: readonly number[];
  readonly next: string | null;
}

/** 1 to 5, two a page, by key; `newer` have come in above them since. */
const listOf = (newer: readonly number[] = []) => {
  const all = [...newer, 1, 2, 3, 4, 5];
  const asked: (string | undefined)[] = [];
  const ask = (after: string | undefined): Promise<Answer<Page>> => {
    asked.push(after);
    const start = after === undefined ? 0 : all.indexOf(Number(after)) + 1;
    const rows = all.slice(start, start + 2);
    const next = start + 2 < all.length ? String(rows.at(-1)) : null;
    return Promise.resolve({ ok: true, value: { rows, next } });
  };
  return { ask, asked };
};

const rowsIn = (answer: Answer<readonly Page[]>): readonly number[] =>
  answer.ok ? answer.value.flatMap(({ rows }) => rows) : [];

test("As many pages are asked for as somebody has opened, and no more than there are", async () => {
  expect(rowsIn(await askPages(listOf().ask, 1))).toEqual([1, 2]);
  expect(rowsIn(await askPages(listOf().ask, 2))).toEqual([1, 2, 3, 4]);
  const { ask, asked } = listOf();
  expect(rowsIn(await askPages(ask, 9))).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([undefined, "2", "4"]);
});

test("What has come in since moves the rows on, and none of them stands there twice", async () => {
  const { ask } = listOf([7, 6, 0]);
  expect(rowsIn(await askPages(ask, 2))).toEqual([7, 6, 0, 1]);
});

test("The next page is asked for alone, after those that are known", async () => {
  const { ask, asked } = listOf();
  const first = await askPages(ask, 1);
  expect(rowsIn(await askPages(ask, 2, first.ok ? first.value : []))).toEqual([1, 2, 3, 4]);
  expect(asked).toEqual([undefined, "2"]);
});

test("A page that is refused refuses the whole, so that no list stands there with a hole", async () => {
  const { ask } = listOf();
  const failure = { code: "unreachable", reference: "" } as const;
  const broken = (after: string | undefined): Promise<Answer<Page>> =>
    after === undefined ? ask(after) : Promise.resolve({ ok: false, failure });
  expect(await askPages(broken, 2)).toEqual({ ok: false, failure });
});
