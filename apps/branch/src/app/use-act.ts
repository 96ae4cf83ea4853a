/** Something that is done once: while it is under way, a second press does nothing. */
import { useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "./bank-client.ts";

export interface Act {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Undefined when it was under way already or was refused. */
  run<Value>(act: () => Promise<Answer<Value>>): Promise<Value | undefined>;
  forgetFailure(): void;
}

export function useAct(onFailure?: (failure: Failure) => void): Act {
  const running = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  return {
    isBusy,
    failure,
    forgetFailure: () => {
      setFailure(undefined);
    },
    run: async (act) => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      setFailure(undefined);
      try {
        const answer = await act();
        if (answer.ok) return answer.value;
        setFailure(answer.failure);
        onFailure?.(answer.failure);
        return undefined;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
