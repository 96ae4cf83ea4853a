/** One of a few, as radio buttons beside each other; arrow keys move, as in every group of radio buttons. */
import type { VNode } from "preact";

export interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly value: Value | undefined;
  readonly onChoose: (value: Value) => void;
  readonly error?: string | undefined;
  /** Where the screen says it already. */
  readonly isLabelHidden?: boolean;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>): VNode {
  const { name, label, options, value, onChoose, error, isLabelHidden = false } = props;
  return (
    <fieldset class="choice" aria-describedby={error === undefined ? undefined : `${name}-error`}>
      <legend class={isLabelHidden ? "hidden-text" : undefined}>{label}</legend>
      <div class="choice-row">
        {options.map(([option, words]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => {
                onChoose(option);
              }}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
      <p id={`${name}-error`} class="field-error" role="alert">
        {error}
      </p>
    </fieldset>
  );
}
