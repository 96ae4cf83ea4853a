/**
 * What follows a code that was shown: where there is a network the bank is asked whether it must be told of the tap, and
 * told (declare-code.ts of the phone). The code stands on the screen meanwhile; without network nothing is asked.
 */
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "./app-context.ts";
import { describeOnlineRefusal, type Failure } from "./describe-failure.ts";
import { useRamznama } from "./open-context.ts";

/** Absent where the bank looks at the code as at any other, as far as the phone knows. */
export type DeclarationState =
  | { readonly kind: "telling" }
  /** The bank looks at this code. */
  | { readonly kind: "told" }
  /** Until it is told, the bank refuses this code. Without a failure it is the network that is missing. */
  | { readonly kind: "untold"; readonly failure?: Failure };

export interface CodeTaken {
  readonly tokenId: string;
  readonly second: number;
  readonly mustDeclare: boolean;
  /** Unix milliseconds; after them nobody needs to be told. */
  readonly untilMilliseconds: number;
}

const retryMilliseconds = 5_000;

export function useDeclaration(taken: CodeTaken | undefined): DeclarationState | undefined {
  const { session, settings } = useApp();
  const { phone, list } = useRamznama();
  const say = useTexts();
  const [state, setState] = useState<DeclarationState | undefined>(undefined);

  useEffect(() => {
    if (taken === undefined) return undefined;
    const { tokenId, second, mustDeclare, untilMilliseconds } = taken;
    let isCurrent = true;
    let isTold = false;
    let retry: ReturnType<typeof setTimeout> | undefined;

    /** A code that the phone thinks is good in any case needs no word about a network that is missing. */
    function showUntold(failure?: Failure): void {
      if (mustDeclare) setState(failure === undefined ? untold : { kind: "untold", failure });
    }
    async function tell(): Promise<void> {
      clearTimeout(retry);
      if (isTold || Date.now() >= untilMilliseconds) return;
      if (!navigator.onLine) {
        showUntold();
        return;
      }
      const outcome = await phone.declareCode(tokenId, second);
      if (!isCurrent) return;
      if (outcome.ok) {
        isTold = true;
        setState(outcome.declared ? { kind: "told" } : undefined);
        await list.refresh();
        return;
      }
      const isAnswer = outcome.reason === "problem" || outcome.reason === "not_the_bank";
      showUntold(
        isAnswer ? describeOnlineRefusal(outcome, say, settings.language.value) : undefined,
      );
      if (mustDeclare && !isAnswer) retry = setTimeout(tellNow, retryMilliseconds);
    }
    function tellNow(): void {
      tell().catch(session.fail);
    }

    setState(mustDeclare ? { kind: "telling" } : undefined);
    tellNow();
    addEventListener("online", tellNow);
    return () => {
      isCurrent = false;
      clearTimeout(retry);
      removeEventListener("online", tellNow);
    };
  }, [taken]);
  return state;
}

const untold: DeclarationState = { kind: "untold" };
