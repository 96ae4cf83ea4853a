/**
 * Alt with a letter, by the place of the key: the same under a Persian and a Latin keyboard. What is behind an open
 * dialog is out of reach.
 */
import { useEffect, useRef } from "preact/hooks";

export function useShortcut(letter: string | undefined, act: () => void): void {
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    if (letter === undefined) return undefined;
    const listen = (event: KeyboardEvent): void => {
      const isAlone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!isAlone || event.code !== `Key${letter}` || isBehindDialog()) return;
      event.preventDefault();
      newest.current();
    };
    addEventListener("keydown", listen);
    return () => {
      removeEventListener("keydown", listen);
    };
  }, [letter]);
}

const isBehindDialog = (): boolean => document.querySelector("dialog[open]") !== null;
