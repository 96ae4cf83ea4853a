/** Why a code needs the internet for a while, and whether the bank knows of this one. */
import { Icon, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useTexts } from "../app/app-context.ts";
import type { DeclarationState } from "../app/use-declaration.ts";
import { FailureNote } from "./failure-note.tsx";

interface DeclarationNoteProps {
  readonly state: DeclarationState | undefined;
}

export function DeclarationNote({ state }: DeclarationNoteProps): VNode | null {
  const say = useTexts();
  if (state === undefined) return null;
  if (state.kind !== "untold") {
    return (
      <p class={`declaration declaration-${state.kind}`} role="status">
        <Icon name={state.kind === "told" ? "check" : "refresh"} />
        <span>{say(state.kind === "told" ? "codeDeclared" : "codeDeclaring")}</span>
      </p>
    );
  }
  if (state.failure !== undefined) return <FailureNote failure={state.failure} />;
  return (
    <Note look="danger" icon="alert" isAlert>
      {say("codeUndeclared")}
    </Note>
  );
}
