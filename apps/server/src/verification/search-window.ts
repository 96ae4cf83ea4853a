/** Opens a token's seed, searches its window for the code, and forgets the seed again. */
import { createHmac } from "node:crypto";
import {
  asTimeStep,
  makeHmacKernel,
  parseCode,
  unixSecondsOf,
  type OtpHash,
  verifyTotp,
} from "@ramznama/otp";
import type { Keyring } from "../keys/index.ts";
import { timePolicyOfToken, type TokenRow } from "../tokens/index.ts";
import type { Candidate } from "./decide-verification.ts";

const nodeHash: Readonly<Record<OtpHash, string>> = {
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
};

export const kernel = makeHmacKernel<Uint8Array>(
  (hash, key) => (counter) => createHmac(nodeHash[hash], key).update(counter).digest(),
);

/** @param now milliseconds since the Unix epoch */
export const searchWindow = (
  keyring: Keyring,
  token: TokenRow,
  lastAcceptedStep: number | null,
  typed: string,
  now: number,
): Candidate => {
  const policy = timePolicyOfToken(token);
  const code = parseCode(typed, policy.digits);
  if (!code.ok) return { tokenId: token.id, verdict: { ok: false, reason: "malformed" } };
  if (token.sealed_seed === null) throw new Error("an active token has lost its seed");
  const key = keyring.open("seed", `token:${token.id}`, token.sealed_seed);
  try {
    const verdict = verifyTotp(kernel, {
      key,
      policy,
      code: code.value,
      now: unixSecondsOf(now),
      lastAcceptedStep: lastAcceptedStep === null ? undefined : asTimeStep(lastAcceptedStep),
    });
    return { tokenId: token.id, verdict };
  } finally {
    key.fill(0);
  }
};
