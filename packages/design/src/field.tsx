/** A labelled field with a hint below and, in its place, what is wrong and what to do. */
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}

/** The ids that `aria-describedby` of the control should name. */
export function describedBy({ id, hint, error }: Omit<FieldProps, "children">): string | undefined {
  if (error !== undefined) return `${id}-error`;
  return hint === undefined ? undefined : `${id}-hint`;
}

export function Field({ id, label, hint, error, children }: FieldProps): VNode {
  return (
    <div class={error === undefined ? "field" : "field field-wrong"}>
      <label for={id}>{label}</label>
      {children}
      {error === undefined && hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {/* Always there, so that a screen reader hears it filled. */}
      <p id={`${id}-error`} class="field-error" role="alert">
        {error !== undefined && (
          <>
            <Icon name="alert" />
            <span>{error}</span>
          </>
        )}
      </p>
    </div>
  );
}
