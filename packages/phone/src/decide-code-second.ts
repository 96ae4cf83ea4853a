/**
 * Which second a tap shows (protocol.md, The vault): the server's as the phone knows it, and never one
 * that was shown before or an older one. Tokens with longer steps are held to their step in the same way.
 */
import { unixSecondsOf, type UnixSeconds } from "@ramznama/otp";

export interface CodeMoment {
  /** The phone's clock plus its offset, in milliseconds. */
  readonly serverNow: number;
  readonly stepSeconds: number;
  readonly lastShownSecond: number | undefined;
}

export type CodeSecond =
  | { readonly outcome: "show"; readonly second: UnixSeconds }
  /** Shown a moment ago, or the clock was corrected backwards since. */
  | { readonly outcome: "wait"; readonly seconds: number };

export function decideCodeSecond(moment: CodeMoment): CodeSecond {
  const { serverNow, stepSeconds, lastShownSecond } = moment;
  const second = unixSecondsOf(serverNow);
  if (lastShownSecond === undefined) return { outcome: "show", second };
  const nextFree = (Math.floor(lastShownSecond / stepSeconds) + 1) * stepSeconds;
  return second >= nextFree
    ? { outcome: "show", second }
    : { outcome: "wait", seconds: nextFree - second };
}
