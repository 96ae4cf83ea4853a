/** A token from elsewhere: its clock is learnt or it counts, and a code beyond its window is remembered for the next. */
import { parseCode, unixSecondsOf, verifyImported, type ImportedVerdict } from "@ramznama/otp";
import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import { policyOfToken, withSeed, type TokenRow } from "../tokens/index.ts";
import type { Candidate } from "./decide-verification.ts";
import { loadImportedMemory, saveImportedMemory } from "./imported-memory.ts";
import { windowKernel } from "./search-window.ts";

interface Search {
  readonly keyring: Keyring;
  readonly typed: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * The caller holds the token's lock. Whatever becomes of this attempt, the code before it is forgotten and this one, if it is beyond the window, kept.
 */
export const searchImported = async (
  tx: Tx,
  { keyring, typed, now }: Search,
  token: TokenRow,
): Promise<Candidate> => {
  const policy = policyOfToken(token);
  const code = parseCode(typed, policy.digits);
  if (!code.ok) return { tokenId: token.id, verdict: { ok: false, reason: "malformed" } };
  const memory = await loadImportedMemory(tx, token);
  const attempt = { policy, code: code.value, now: unixSecondsOf(now), memory };
  const verdict = withSeed(keyring, token, (key) =>
    verifyImported(windowKernel.search, { key, ...attempt }),
  );
  const firstCode = firstCodeIn(verdict);
  if (memory.firstCode !== undefined || firstCode !== undefined) {
    await saveImportedMemory(tx, token.id, { driftSteps: memory.driftSteps, firstCode });
  }
  return { tokenId: token.id, verdict };
};

const firstCodeIn = (verdict: ImportedVerdict) =>
  verdict.ok || verdict.reason !== "out_of_step" ? undefined : verdict.firstCode;
