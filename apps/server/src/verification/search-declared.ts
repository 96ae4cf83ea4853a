/** Opens a token's seed, compares the code with the declared steps and no other, and forgets the seed again. */
import {
  asTimeStep,
  parseCode,
  type OtpCode,
  type TotpPolicy,
  type TotpVerdict,
} from "@ramznama/otp";
import type { Keyring } from "../keys/index.ts";
import { timePolicyOfToken, withSeed, type TokenRow } from "../tokens/index.ts";
import type { Candidate } from "./decide-verification.ts";
import { windowKernel } from "./search-window.ts";

/** @param steps living ones (decide-declaration.ts), newest first */
export const searchDeclared = (
  keyring: Keyring,
  token: TokenRow,
  steps: readonly number[],
  lastAcceptedStep: number | null,
  typed: string,
): Candidate => {
  const policy = timePolicyOfToken(token);
  const about = { tokenId: token.id, declaredSteps: steps };
  const code = parseCode(typed, policy.digits);
  if (!code.ok) return { ...about, verdict: { ok: false, reason: "malformed" } };
  const verdict = withSeed(keyring, token, (key) =>
    compare(key, policy, code.value, steps, lastAcceptedStep),
  );
  return { ...about, verdict };
};

/** Every step is computed before anything is decided, so that the time taken says nothing about the code. */
const compare = (
  key: Uint8Array,
  { hash, digits }: TotpPolicy,
  code: OtpCode,
  steps: readonly number[],
  lastAcceptedStep: number | null,
): TotpVerdict => {
  const isCodeOf = (step: number): boolean =>
    windowKernel.search({
      key,
      hash,
      digits,
      firstCounter: step,
      count: 1,
      code: Number(code),
      stopAtMatch: false,
    }) === 0;
  const matching = steps.map(isCodeOf);
  const repeatsLastDigits = lastAcceptedStep !== null && isCodeOf(lastAcceptedStep);
  if (repeatsLastDigits) {
    return { ok: false, reason: "already_used", step: asTimeStep(lastAcceptedStep) };
  }
  const step = steps[matching.indexOf(true)];
  return step === undefined
    ? { ok: false, reason: "no_match" }
    : { ok: true, step: asTimeStep(step) };
};
