/** Which steps of which token a code is compared with, and what came of it. */
import { stepWindowAt, unixSecondsOf } from "@ramznama/otp";
import type { VerificationRequest } from "@ramznama/contract";
import type { Keyring } from "../keys/index.ts";
import { secondsOf } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { Policy } from "../policy.ts";
import { timePolicyOfToken, type TokenRow } from "../tokens/index.ts";
import type { TokenCounters } from "./counters.ts";
import { livingSteps } from "./decide-declaration.ts";
import { decideDeclares, decideRetryAfter, tokenRules } from "./decide-guess.ts";
import type { Candidate } from "./decide-verification.ts";
import { loadDeclaredSteps } from "./declared-seconds.ts";
import { searchDeclared } from "./search-declared.ts";
import { searchImported } from "./search-imported.ts";
import { searchWindow } from "./search-window.ts";

interface Attempt {
  readonly call: { readonly request: Pick<VerificationRequest, "code"> };
  readonly tokens: readonly TokenRow[];
  readonly counters: (tokenId: number) => TokenCounters;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

interface Searched {
  readonly candidates: readonly Candidate[];
  /** Present when there are tokens and none of them may be guessed at now: the attempt is throttled. */
  readonly retryAfterSeconds?: number;
}

type TokenSearch =
  | { readonly candidate: Candidate; readonly retryAfterSeconds?: undefined }
  | { readonly candidate?: undefined; readonly retryAfterSeconds: number };

export const searchCandidates = async (
  keyring: Keyring,
  tx: Tx,
  attempt: Attempt,
  policy: Policy,
): Promise<Searched> => {
  const candidates: Candidate[] = [];
  const waits: number[] = [];
  for (const token of attempt.tokens) {
    const searched = await searchToken(keyring, tx, attempt, token, policy);
    if (searched.candidate === undefined) waits.push(searched.retryAfterSeconds);
    else candidates.push(searched.candidate);
  }
  // A new token of the card is not made to wait for what was guessed at the old one.
  if (candidates.length > 0 || waits.length === 0) return { candidates };
  return { candidates, retryAfterSeconds: Math.min(...waits) };
};

const searchToken = async (
  keyring: Keyring,
  tx: Tx,
  attempt: Attempt,
  token: TokenRow,
  { guessing }: Policy,
): Promise<TokenSearch> => {
  const { now, call } = attempt;
  const { failureSeconds, lastAcceptedStep } = attempt.counters(token.id);
  const rules = tokenRules(guessing, token.profile);
  const { code } = call.request;
  const declares = decideDeclares(failureSeconds, secondsOf(now), rules);
  const isImported = token.provenance === "imported";
  if (declares === undefined) {
    const candidate = isImported
      ? await searchImported(tx, { keyring, typed: code, now }, token)
      : searchWindow(keyring, token, lastAcceptedStep, code, now);
    return { candidate };
  }
  const wait = decideRetryAfter(declares, secondsOf(now), rules, token.profile);
  // No phone of ours makes its codes, so nobody can declare one.
  if (isImported) return { retryAfterSeconds: wait };
  const window = stepWindowAt(timePolicyOfToken(token), unixSecondsOf(now));
  const steps = livingSteps(
    await loadDeclaredSteps(tx, token.id, now),
    { window, lastAcceptedStep },
    guessing.triesPerDeclaredSecond,
  );
  if (steps.length > 0) {
    return { candidate: searchDeclared(keyring, token, steps, lastAcceptedStep, code) };
  }
  return { retryAfterSeconds: wait };
};
