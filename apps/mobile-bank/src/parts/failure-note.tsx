/** What went wrong with the whole form: cause, next step, and small below what the bank needs to find it. */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useTexts } from "../app/app-context.ts";
import type { Failure } from "../app/describe-failure.ts";

interface FailureNoteProps {
  readonly failure: Failure | undefined;
  /** Of a form that was just sent: on a small phone it comes below what is in sight. */
  readonly isAnswer?: boolean;
}

export function FailureNote({ failure, isAnswer = false }: FailureNoteProps): VNode | null {
  const say = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isAnswer) place.current?.scrollIntoView({ block: "nearest" });
  }, [failure?.text, failure?.reference]);
  if (failure === undefined) return null;
  const { text, reference } = failure;
  return (
    <div ref={place}>
      <Note look="danger" icon="alert" isAlert>
        {text}
        {reference !== undefined && (
          <p class="small quiet">
            <bdi>{say("reference", { reference })}</bdi>
          </p>
        )}
      </Note>
    </div>
  );
}
