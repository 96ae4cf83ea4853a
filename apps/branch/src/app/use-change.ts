/** Does something whenever a value has become another; the first one is no change. */
import { useEffect, useRef } from "preact/hooks";

export function useChange(value: unknown, onChange: () => void): void {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    onChange();
  }, [value]);
}
