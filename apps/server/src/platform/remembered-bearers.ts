/**
 * Access tokens of channels that were verified a moment ago. A channel sends the same token with thousands of requests,
 * and its signature costs more than a verification: it is verified anew every few minutes instead of every time.
 */
import { hash } from "node:crypto";

export interface RememberedBearers<Caller> {
  recall(token: string): Caller | undefined;
  /** @param expiresAt the token's `exp`, Unix seconds */
  remember(token: string, caller: Caller, expiresAt: number): void;
}

/** A key that the provider has withdrawn is found out this much later, at most. */
const remembersSeconds = 300;

/** A bank has a handful of channels; a provider that hands out tokens per request must not fill our memory. */
const tokensMax = 1_000;

/** @param now milliseconds since the Unix epoch */
export const createRememberedBearers = <Caller>(now: () => number): RememberedBearers<Caller> => {
  const callers = new Map<string, { caller: Caller; expiresAt: number }>();
  return {
    recall: (token) => {
      const key = keyOf(token);
      const found = callers.get(key);
      if (found === undefined) return undefined;
      if (now() < found.expiresAt * 1_000) return found.caller;
      callers.delete(key);
      return undefined;
    },
    remember: (token, caller, expiresAt) => {
      const [oldest] = callers.size < tokensMax ? [] : callers.keys();
      if (oldest !== undefined) callers.delete(oldest);
      const forgetsAt = Math.floor(now() / 1_000) + remembersSeconds;
      callers.set(keyOf(token), { caller, expiresAt: Math.min(expiresAt, forgetsAt) });
    },
  };
};

/** A digest, so that a copy of the memory holds no token that could be used. */
const keyOf = (token: string): string => hash("sha256", token, "base64");
