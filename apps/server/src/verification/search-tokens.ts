/**
 * The one way into the search for any token: our own have their window of seconds, those from elsewhere a clock that
 * is learnt or a counter, and the memory of a code beyond their window.
 */
import { parseCode, unixSecondsOf, verifyImported, type ImportedVerdict } from "@ramznama/otp";
import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import { policyOfToken, type TokenRow } from "../tokens/index.ts";
import type { TokenCounters } from "./counters.ts";
import type { Candidate } from "./decide-verification.ts";
import { loadImportedMemory, saveImportedMemory } from "./imported-memory.ts";
import { kernel, searchWindow } from "./search-window.ts";

interface Search {
  readonly keyring: Keyring;
  readonly typed: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The caller holds the tokens' locks. */
export const searchTokens = async (
  tx: Tx,
  search: Search,
  tokens: readonly TokenRow[],
  counters: (tokenId: number) => TokenCounters,
): Promise<readonly Candidate[]> => {
  const candidates: Candidate[] = [];
  for (const token of tokens) {
    const { keyring, typed, now } = search;
    candidates.push(
      token.provenance === "imported"
        ? await searchImported(tx, search, token)
        : searchWindow(keyring, token, counters(token.id).lastAcceptedStep, typed, now),
    );
  }
  return candidates;
};

/** Whatever becomes of this attempt, the code before it is forgotten and this one, if it is beyond the window, kept. */
const searchImported = async (
  tx: Tx,
  { keyring, typed, now }: Search,
  token: TokenRow,
): Promise<Candidate> => {
  const policy = policyOfToken(token);
  const code = parseCode(typed, policy.digits);
  if (!code.ok) return { tokenId: token.id, verdict: { ok: false, reason: "malformed" } };
  if (token.sealed_seed === null) throw new Error("an active token has lost its seed");
  const memory = await loadImportedMemory(tx, token.id);
  const key = keyring.open("seed", `token:${token.id}`, token.sealed_seed);
  try {
    const search = { key, policy, code: code.value, now: unixSecondsOf(now), memory };
    const verdict = verifyImported(kernel, search);
    const firstCode = firstCodeIn(verdict);
    if (memory.firstCode !== undefined || firstCode !== undefined) {
      await saveImportedMemory(tx, token.id, { driftSteps: memory.driftSteps, firstCode });
    }
    return { tokenId: token.id, verdict };
  } finally {
    key.fill(0);
  }
};

const firstCodeIn = (verdict: ImportedVerdict) =>
  verdict.ok || verdict.reason !== "out_of_step" ? undefined : verdict.firstCode;
