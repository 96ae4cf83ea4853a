/** A password with a button that shows it: people type better when they can look. */
import { describedBy, Field, IconButton } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useTexts } from "../app/app-context.ts";

export interface PasswordFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly isNew: boolean;
  readonly isFirst?: boolean;
  readonly onType: (value: string) => void;
  readonly onLeave?: () => void;
}

export function PasswordField(props: PasswordFieldProps): VNode {
  const { id, label, hint, error, value, isNew, isFirst = false, onType, onLeave } = props;
  const say = useTexts();
  const [isShown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, []);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div class="field-box">
        <input
          ref={input}
          id={id}
          dir="auto"
          {...(isShown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
          autocomplete={isNew ? "new-password" : "current-password"}
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy({ id, label, hint, error })}
          value={value}
          onInput={(event) => {
            onType(event.currentTarget.value);
          }}
          onBlur={onLeave}
        />
        <IconButton
          icon={isShown ? "eyeOff" : "eye"}
          label={isShown ? say("hide") : say("show")}
          onPress={() => {
            setShown(!isShown);
          }}
        />
      </div>
    </Field>
  );
}
