/** Opens a token's seed, searches its window for the code, and forgets the seed again. */
import { createHmac, createSecretKey } from "node:crypto";
import {
  asTimeStep,
  chooseWindowKernel,
  parseCode,
  unixSecondsOf,
  type OtpHash,
  verifyTotp,
  type WebAssemblyApi,
} from "@ramznama/otp";
import type { Keyring } from "../keys/index.ts";
import { timePolicyOfToken, withSeed, type TokenRow } from "../tokens/index.ts";
import type { Candidate } from "./decide-verification.ts";

const nodeHash: Readonly<Record<OtpHash, string>> = {
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
};

declare const WebAssembly: WebAssemblyApi;

/** The kernel of every verification; exported to be measured and tried as it is. */
export const windowKernel = chooseWindowKernel({
  instantiate: (binary) => new WebAssembly.Instance(new WebAssembly.Module(binary)),
  fromBase64: (text) => Uint8Array.from(Buffer.from(text, "base64")),
  bindHmac: (hash, key) => {
    const handle = createSecretKey(key);
    return (counter) => createHmac(nodeHash[hash], handle).update(counter).digest();
  },
});

export type SearchedToken = Pick<TokenRow, "id" | "profile" | "sealed_seed">;

/** @param now milliseconds since the Unix epoch */
export const searchWindow = (
  keyring: Keyring,
  token: SearchedToken,
  lastAcceptedStep: number | null,
  typed: string,
  now: number,
): Candidate => {
  const policy = timePolicyOfToken(token);
  const code = parseCode(typed, policy.digits);
  if (!code.ok) return { tokenId: token.id, verdict: { ok: false, reason: "malformed" } };
  const verdict = withSeed(keyring, token, (key) =>
    verifyTotp(windowKernel.search, {
      key,
      policy,
      code: code.value,
      now: unixSecondsOf(now),
      lastAcceptedStep: lastAcceptedStep === null ? undefined : asTimeStep(lastAcceptedStep),
    }),
  );
  return { tokenId: token.id, verdict };
};
