/** A field for a number: groups while typing, shows how much is missing, takes the number out of a pasted message. */
import { describedBy, Field } from "@ramznama/design";
import { groupDigits } from "@ramznama/persian";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { groupTypedNumber, showNumber, type NumberShape } from "./group-typed-number.ts";

export interface NumberFieldProps extends NumberShape {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly value: string;
  /** Digits of a whole number; what is missing is drawn as a line. */
  readonly length: number;
  readonly isCode?: boolean;
  readonly onType: (value: string) => void;
  readonly onLeave?: () => void;
}

export function NumberField(props: NumberFieldProps): VNode {
  const { id, label, hint, error, value, length, isCode = false, onType, onLeave } = props;
  const shown = showNumber(value, props);
  const [isFocused, setFocused] = useState(false);
  function take(input: HTMLInputElement): void {
    const typed = groupTypedNumber(input.value, input.selectionStart ?? input.value.length, props);
    // At once and by hand: what is shown may differ from what was typed although the value is the same.
    input.value = typed.shown;
    input.setSelectionRange(typed.caret, typed.caret);
    onType(typed.value);
  }
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div class="field-box field-number">
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autocomplete={isCode ? "one-time-code" : "off"}
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="next"
          aria-invalid={error !== undefined}
          aria-describedby={describedBy({ id, label, hint, error })}
          value={shown}
          onInput={(event) => {
            take(event.currentTarget);
          }}
          onFocus={() => {
            setFocused(true);
          }}
          onBlur={() => {
            setFocused(false);
            onLeave?.();
          }}
        />
        {isFocused && <Rest shown={shown} length={length} isGrouped={props.isGrouped} />}
      </div>
    </Field>
  );
}

interface RestProps {
  readonly shown: string;
  readonly length: number;
  readonly isGrouped: boolean;
}

function Rest({ shown, length, isGrouped }: RestProps): VNode | null {
  const whole = isGrouped ? groupDigits("_".repeat(length)) : "_".repeat(length);
  if (!/^[0-9 ]*$/.test(shown) || shown.length >= whole.length) return null;
  return (
    <div class="field-rest" aria-hidden="true">
      <span>{shown}</span>
      {whole.slice(shown.length)}
    </div>
  );
}
