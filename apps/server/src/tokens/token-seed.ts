/** A token's seed at rest: sealed for its row alone, and in the clear only for as long as it is used. */
import type { Keyring } from "../keys/index.ts";
import type { TokenRow } from "./load-tokens.ts";

const recordOf = (tokenId: number): string => `token:${tokenId}`;

export const sealSeed = (keyring: Keyring, tokenId: number, seed: Uint8Array): Buffer =>
  keyring.seal("seed", recordOf(tokenId), seed);

/**
 * @param use must neither keep the key nor wait for anything: it is overwritten when this returns
 * @throws Error when there is no seed, or the box is damaged or another token's
 */
export const withSeed = <Result>(
  keyring: Keyring,
  token: Pick<TokenRow, "id" | "sealed_seed">,
  use: (key: Uint8Array) => Result,
): Result => {
  if (token.sealed_seed === null) throw new Error("an active token has lost its seed");
  const key = keyring.open("seed", recordOf(token.id), token.sealed_seed);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
};
