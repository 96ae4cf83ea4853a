/** One token of the reference of R6: what it is, and the few moves it makes whoever moves it. */

export type SubjectName = `card:${0 | 1}` | "account" | "login";

/** A subject as a channel names it: whose, and which of theirs. */
export interface Subject {
  readonly person: number;
  readonly name: SubjectName;
}

export interface ModelToken {
  readonly number: number;
  readonly person: number;
  /** Undefined for account and gateway. */
  readonly card: 0 | 1 | undefined;
  state: "issued" | "confirming" | "active" | "suspended" | "ended";
  reason: string | null;
  links: Set<SubjectName>;
  /** The device key it was begun on. */
  key: number | undefined;
  code: { wrong: number; starts: number; expiresAt: number };
  /** The second of the last accepted code. */
  last: number | undefined;
  failures: number[];
}

/** Why a token in this state cannot be activated. */
export const refusedState: Partial<Record<ModelToken["state"], string>> = {
  active: "activation_code_used",
  suspended: "customer_blocked",
  ended: "token_state_conflict",
};

/** It binds its device. */
export const isLive = ({ state }: ModelToken): boolean =>
  state === "confirming" || state === "active" || state === "suspended";

export const end = (token: ModelToken, reason: string): void => {
  token.state = "ended";
  token.reason = reason;
};

/** One token a subject: what the two share is the newer act's. Whether they shared anything. */
export const takeOver = (token: ModelToken, rival: ModelToken): boolean => {
  const shared = [...rival.links].filter((name) => token.links.has(name));
  for (const name of shared) rival.links.delete(name);
  return shared.length > 0;
};
