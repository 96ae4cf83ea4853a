/** What a screen shows of the server: asked for when it opens and again on request; the last answer stays meanwhile. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "./bank-client.ts";

export interface Asked<Value> {
  readonly value: Value | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  /** By `instead` where it is given. Resolves with the answer where it stands now. */
  readonly reload: (instead?: () => Promise<Answer<Value>>) => Promise<Value | undefined>;
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
  const reload: Asked<Value>["reload"] = useCallback(
    async (instead) => {
      const mine = (turn.current += 1);
      const question = instead ?? newest.current;
      if (question === undefined) return undefined;
      setState((before) => ({ ...before, isLoading: true }));
      const answer = await question();
      if (turn.current !== mine) return undefined;
      setState((before) =>
        answer.ok
          ? { key, value: answer.value, failure: undefined, isLoading: false }
          : { ...before, failure: answer.failure, isLoading: false },
      );
      return answer.ok ? answer.value : undefined;
    },
    [key],
  );
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
