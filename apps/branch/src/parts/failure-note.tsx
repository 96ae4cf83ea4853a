/** What did not work: cause and next step, and small below what finds it in the logs. */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import type { Failure } from "../app/bank-client.ts";
import { useLanguage, useTexts } from "../app/console-context.ts";
import { describeFailure } from "../app/describe-failure.ts";
import { isolated } from "../app/isolated.ts";

export interface FailureNoteProps {
  readonly failure: Failure | undefined;
  readonly onRetry?: () => void;
}

export function FailureNote({ failure, onRetry }: FailureNoteProps): VNode | null {
  const say = useTexts();
  const language = useLanguage();
  if (failure === undefined) return null;
  return (
    <Note look="danger" icon="alert" isAlert>
      <p>{describeFailure(failure, language)}</p>
      {failure.reference !== "" && (
        <p class="small quiet reference">
          {say("reference", { reference: isolated(failure.reference) })}
        </p>
      )}
      {onRetry !== undefined && (
        <button type="button" class="link" onClick={onRetry}>
          {say("retry")}
        </button>
      )}
    </Note>
  );
}
