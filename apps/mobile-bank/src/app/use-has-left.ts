/** Whether what is drawn is gone: for work that ends after somebody has closed it or walked on. */
import { useLayoutEffect, useRef } from "preact/hooks";

export function useHasLeft(): { readonly current: boolean } {
  const hasLeft = useRef(false);
  useLayoutEffect(
    () => () => {
      hasLeft.current = true;
    },
    [],
  );
  return hasLeft;
}
