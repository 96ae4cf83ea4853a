/** State of a form that survives a reload and the end of the session (keepsake.ts). */
import { useState } from "preact/hooks";
import { useConsole } from "./console-context.ts";
import { createIntent, type Intent } from "./intent.ts";

export function useKept<Value>(
  name: string,
  initial: Value,
): readonly [value: Value, keep: (value: Value) => void, forget: () => void] {
  const { keepsake } = useConsole();
  // Only this form has written under its name, in this shape.
  const [value, setValue] = useState(() => (keepsake.read(name) as Value | undefined) ?? initial);
  const keep = (next: Value): void => {
    keepsake.write(name, next);
    setValue(next);
  };
  const forget = (): void => {
    keepsake.forget(name);
    setValue(initial);
  };
  return [value, keep, forget];
}

export function useIntent(id: string): Intent {
  const { keepsake } = useConsole();
  return createIntent(keepsake, id, () => crypto.randomUUID());
}
