/** A list that the server gives page by page, by key: one page after the other, as far as somebody reads. */
import { useState } from "preact/hooks";
import type { Answer, Failure } from "./bank-client.ts";
import { useAnswer } from "./use-answer.ts";

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export interface Pages<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  /** Undefined at the end of the list. */
  readonly more: (() => void) | undefined;
  readonly reload: () => Promise<void>;
}

export function usePages<Row>(
  key: string,
  ask: (after: string | undefined) => Promise<Answer<Page<Row>>>,
): Pages<Row> {
  const [later, setLater] = useState<Later<Row>>({ of: undefined, rows: [], next: null });
  const first = useAnswer(key, () => ask(undefined));
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const { value } = first;
  const isOfThese = later.of === value && value !== undefined;
  const next = isOfThese ? later.next : (value?.next ?? null);
  const loadMore = async (after: string): Promise<void> => {
    const answer = await ask(after);
    setFailure(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return;
    const before = isOfThese ? later.rows : [];
    setLater({ of: value, rows: [...before, ...answer.value.rows], next: answer.value.next });
  };
  return {
    rows: value === undefined ? undefined : [...value.rows, ...(isOfThese ? later.rows : [])],
    failure: first.failure ?? failure,
    isLoading: first.isLoading,
    more: next === null ? undefined : () => void loadMore(next),
    reload: first.reload,
  };
}

interface Later<Row> {
  /** The first page that these come after. */
  readonly of: unknown;
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** An answer of a door as a page of rows. */
export async function asPage<Value extends { readonly next: string | null }, Row>(
  asked: Promise<Answer<Value>>,
  rowsOf: (value: Value) => readonly Row[],
): Promise<Answer<Page<Row>>> {
  const answer = await asked;
  if (!answer.ok) return answer;
  return { ok: true, value: { rows: rowsOf(answer.value), next: answer.value.next } };
}
