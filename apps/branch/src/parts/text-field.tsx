/** A labelled line of text. */
import { describedBy, Field } from "@ramznama/design";
import type { VNode } from "preact";

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly maxLength?: number;
  /** Numbers and names of machines read left to right. */
  readonly isLatin?: boolean;
}

export function TextField(props: TextFieldProps): VNode {
  const { id, label, value, onType, hint, error, maxLength = 128, isLatin = false } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div class={isLatin ? "field-box field-number" : "field-box"}>
        <input
          id={id}
          type="text"
          autocomplete="off"
          spellcheck={false}
          maxLength={maxLength}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy({ id, label, hint, error })}
          value={value}
          onInput={(event) => {
            onType(event.currentTarget.value);
          }}
        />
      </div>
    </Field>
  );
}
