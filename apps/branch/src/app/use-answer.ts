/** What a screen shows of the server: asked for when it opens and again on request; the last answer stays meanwhile. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "./bank-client.ts";

export interface Asked<Value> {
  readonly value: Value | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
}

/** `key`: another one is another question, whose answer does not stand for the first. `ask` undefined asks nothing. */
export function useAnswer<Value>(
  key: string,
  ask: (() => Promise<Answer<Value>>) | undefined,
  known?: Value,
): Asked<Value> {
  const [state, setState] = useState<State<Value>>({ key, ...fresh(known, ask) });
  const turn = useRef(0);
  const newest = useRef(ask);
  newest.current = ask;
  const reload = useCallback(async (): Promise<void> => {
    const mine = (turn.current += 1);
    if (newest.current === undefined) return;
    setState((before) => ({ ...before, isLoading: true }));
    const answer = await newest.current();
    if (turn.current !== mine) return;
    setState((before) =>
      answer.ok
        ? { key, value: answer.value, failure: undefined, isLoading: false }
        : { ...before, failure: answer.failure, isLoading: false },
    );
  }, [key]);
  useEffect(() => {
    setState({ key, ...fresh(known, ask) });
    if (known === undefined) void reload();
    return () => {
      turn.current += 1;
    };
  }, [key]);
  const shown = state.key === key ? state : { key, ...fresh(known, ask) };
  return { ...shown, reload };
}

interface State<Value> {
  readonly key: string;
  readonly value: Value | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
}

const fresh = <Value>(known: Value | undefined, ask: unknown) => ({
  value: known,
  failure: undefined,
  isLoading: known === undefined && ask !== undefined,
});
