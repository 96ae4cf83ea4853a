/**
 * The release key (protocol.md, Pins and time): a private JWK in a file that lies on the operator's medium and is given
 * for the one command that signs with it.
 */
import { webcrypto } from "node:crypto";
import { parsePublicJwk, type PublicJwk, type WebCryptoKey } from "@ramznama/activation";
import { KeyFileError, readPrivateFile } from "./key-file.ts";
import { P256 } from "./server-key-records.ts";

export interface ReleaseKey {
  readonly privateKey: WebCryptoKey;
  /** What phones carry from their build on. */
  readonly publicJwk: PublicJwk;
}

/** @throws KeyFileError with one sentence that says what to do */
export const loadReleaseKey = async (path: string): Promise<ReleaseKey> => {
  const text = await readPrivateFile(path);
  try {
    const jwk = JSON.parse(text) as webcrypto.JsonWebKey;
    const privateKey = await webcrypto.subtle.importKey("jwk", jwk, P256, false, ["sign"]);
    const { kty, crv, x, y } = jwk;
    const publicJwk = parsePublicJwk({ kty, crv, x, y });
    if (publicJwk !== undefined) return { privateKey, publicJwk };
  } catch {
    // Said below, without a word of what stands in the file.
  }
  throw new KeyFileError(`${path} is no private P-256 key; name the bank's release key.`);
};
