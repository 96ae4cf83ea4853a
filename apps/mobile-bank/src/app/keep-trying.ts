/** Unfinished activations of an open Ramznama go on by themselves: with the network, with the page, and with growing pauses. */
import { effect } from "@preact/signals";
import type { TokenList } from "./token-list.ts";

const pauseSecondsLeast = 20;
const pauseSecondsMost = 300;

/** Until the function that is returned is called. */
export function keepTrying(list: TokenList): () => void {
  let pauseSeconds = pauseSecondsLeast;
  const isWaiting = (): boolean =>
    list.tokens.value?.some(({ state }) => state !== "active") === true;
  const synchronise = (): void => void list.synchronise();
  const onVisible = (): void => {
    if (document.visibilityState === "visible" && isWaiting()) synchronise();
  };
  // The list is read anew around every attempt, and each time the pause begins again.
  const forgetPause = effect(() => {
    if (!isWaiting()) {
      pauseSeconds = pauseSecondsLeast;
      return undefined;
    }
    const timer = setTimeout(() => {
      pauseSeconds = Math.min(2 * pauseSeconds, pauseSecondsMost);
      synchronise();
    }, pauseSeconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  });
  addEventListener("online", synchronise);
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    forgetPause();
    removeEventListener("online", synchronise);
    document.removeEventListener("visibilitychange", onVisible);
  };
}
