/** A list that the server gives page by page, by key: one page after the other, as far as somebody reads. */
import { useRef } from "preact/hooks";
import { askPages, type Paged } from "./ask-pages.ts";
import type { Answer, Failure } from "./bank-client.ts";
import { useAnswer } from "./use-answer.ts";

export interface Pages<Row, Value = unknown> {
  readonly rows: readonly Row[] | undefined;
  /** The whole answer of the first page, for what it says beside its rows. */
  readonly first: Value | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  /** Undefined at the end of the list. */
  readonly more: (() => void) | undefined;
  /** As many pages as somebody has opened. */
  readonly reload: () => Promise<void>;
}

/** `ask` undefined asks nothing. */
export function usePages<Value extends Paged, Row>(
  key: string,
  ask: ((after: string | undefined) => Promise<Answer<Value>>) | undefined,
  rowsOf: (value: Value) => readonly Row[],
): Pages<Row, Value> {
  const wanted = useRef({ key, count: 1 });
  if (wanted.current.key !== key) wanted.current = { key, count: 1 };
  const list = useAnswer(key, ask && (() => askPages(ask, wanted.current.count)));
  const { value: pages, failure, isLoading } = list;
  const isMore = (pages?.at(-1)?.next ?? null) !== null;
  return {
    rows: pages?.flatMap(rowsOf),
    first: pages?.[0],
    failure,
    isLoading,
    more: !isMore
      ? undefined
      : () => {
          if (ask === undefined || pages === undefined) return;
          wanted.current = { key, count: pages.length + 1 };
          void list.reload(() => askPages(ask, wanted.current.count, pages));
        },
    reload: async () => {
      await list.reload();
    },
  };
}
