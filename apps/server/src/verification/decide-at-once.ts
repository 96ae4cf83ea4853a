/**
 * Which questions a batch may answer by itself: those that were answered before, and those about exactly one active
 * token whose code may be looked at now. Everything rarer (a token still confirming, several tokens, a delay in force,
 * old word on ownership) is left to the careful path, which locks what it looks at. Pure.
 */
import type { VerificationResponse } from "@ramznama/contract";
import type { GuessingPolicy } from "../policy.ts";
import { tokenRules } from "./decide-guess.ts";
import { decideOriginDelay, decideTokenDelay } from "./decide-throttle.ts";
import type { LoadedQuestion, LoadedToken, PlainToken } from "./load-batch.ts";

export type AtOnce =
  | { readonly kind: "answered"; readonly answer: VerificationResponse }
  | { readonly kind: "reference_reused" }
  | { readonly kind: "search"; readonly token: LoadedToken; readonly plain: PlainToken }
  | { readonly kind: "careful" };

export interface AskedNow {
  /** Made for this very request before it was first tried. */
  readonly verificationId: string;
  /** Whether the remembered answer belongs to the same content; false when nothing is remembered. */
  readonly isSameContent: boolean;
  readonly holder: string | undefined;
  readonly nowSeconds: number;
}

export const decideAtOnce = (
  loaded: LoadedQuestion,
  asked: AskedNow,
  guessing: GuessingPolicy,
): AtOnce => {
  if (loaded.remembered !== undefined) return decideRemembered(loaded.remembered, asked);
  const { tokens, origin } = loaded;
  const held = tokens.filter(
    (token) => asked.holder === undefined || token.customer_id === asked.holder,
  );
  const [token] = held;
  if (token === undefined || held.length > 1) return { kind: "careful" };
  const { plain } = token;
  if (plain === undefined || !token.ownershipIsFresh) return { kind: "careful" };
  const { nowSeconds } = asked;
  const { failureSeconds } = plain.counters;
  const waits =
    decideOriginDelay(origin, nowSeconds, guessing.originFailuresPerHour) > 0 ||
    decideTokenDelay(failureSeconds, nowSeconds, tokenRules(guessing, plain.profile)) > 0;
  return waits ? { kind: "careful" } : { kind: "search", token, plain };
};

const decideRemembered = (
  { answer, isPastItsTime }: NonNullable<LoadedQuestion["remembered"]>,
  { isSameContent, verificationId }: AskedNow,
): AtOnce => {
  // The careful path waits for whoever is answering it, or takes over a reference that is free again.
  if (answer === null || isPastItsTime) return { kind: "careful" };
  if (!isSameContent) return { kind: "reference_reused" };
  // Stored by an earlier try of this very request, whose connection broke before the database could say so.
  if (answer.verificationId === verificationId) return { kind: "answered", answer };
  return { kind: "answered", answer: { ...answer, replayed: true } };
};
