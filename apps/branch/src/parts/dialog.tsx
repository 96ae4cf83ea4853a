/** A question before something is done, on the native `<dialog>`: focus stays inside, Enter does it, Escape leaves. */
import { Button } from "@ramznama/design";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Failure } from "../app/bank-client.ts";
import { useTexts } from "../app/console-context.ts";
import { FailureNote } from "./failure-note.tsx";

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  readonly isWide?: boolean;
}

export function Dialog({ title, children, onClose, isWide = false }: DialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

export interface AskDialogProps extends DialogProps {
  readonly doWord: string;
  readonly busyWord?: string;
  readonly look?: "primary" | "danger";
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  readonly onDo: () => void;
}

/** With the act that it is about. What harms is not what Enter presses by itself: the way out comes first. */
export function AskDialog(props: AskDialogProps): VNode {
  const { title, children, onClose, doWord, busyWord, look = "primary" } = props;
  const { isBusy, failure, onDo } = props;
  const say = useTexts();
  const act = (
    <Button type="submit" look={look} busy={isBusy ? (busyWord ?? say("working")) : undefined}>
      {doWord}
    </Button>
  );
  const leave = (
    <Button look="plain" onPress={onClose}>
      {say("cancel")}
    </Button>
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="ask"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onDo();
        }}
      >
        {children}
        <FailureNote failure={failure} />
        <div class="ask-acts">{look === "danger" ? [leave, act] : [act, leave]}</div>
      </form>
    </Dialog>
  );
}
