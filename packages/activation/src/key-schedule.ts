/**
 * From the two exported secrets and r to the token's key (protocol.md, Activation). The root only
 * ever enters HKDF as input keying material; it is never a MAC key.
 */
import { hashFields, type Field } from "./hash-fields.ts";
import { hkdf, hmac } from "./hashing.ts";
import { wipe, type Bytes, type Platform } from "./platform.ts";

export interface Transcript {
  readonly k: string;
  readonly deviceKeyHash: Bytes;
  readonly enc: Bytes;
  readonly ct: Bytes;
  readonly pkE: Bytes;
  /** The token's id in this protocol: both sides know it, so it need not travel in the clear. */
  readonly serial: string;
  readonly activationId: string;
  readonly encE: Bytes;
  readonly ctE: Bytes;
}

export interface RootInputs {
  /** ctx.Export("seed"), of the request. */
  readonly requestSeed: Bytes;
  /** ctxE.Export("seed"), of the reply. */
  readonly replySeed: Bytes;
  readonly r: Bytes;
  readonly transcriptHash: Bytes;
}

export interface TokenKeys {
  /** The OATH key, 32 bytes. */
  readonly codeKey: Bytes;
  /** Proves to the server that the phone derived the root: HMAC(confirmKey, H(transcript)). */
  readonly confirmation: Bytes;
  /** Proves to the phone that the server ended this very activation before it was confirmed. */
  readonly endedTag: Bytes;
}

export function hashTranscript(platform: Platform, transcript: Transcript): Promise<Bytes> {
  const { k, deviceKeyHash, enc, ct, pkE, serial, activationId, encE, ctE } = transcript;
  const label = "ramznama/1 transcript";
  const fields: readonly Field[] = [
    k,
    deviceKeyHash,
    enc,
    ct,
    pkE,
    serial,
    activationId,
    encE,
    ctE,
  ];
  return hashFields(platform, [label, ...fields]);
}

export async function deriveRoot(platform: Platform, inputs: RootInputs): Promise<Bytes> {
  const { requestSeed, replySeed, r, transcriptHash } = inputs;
  const ikm = new Uint8Array([...requestSeed, ...replySeed, ...r]);
  const root = await hkdf(platform, ikm, transcriptHash, "ramznama/1 root");
  wipe(ikm);
  return root;
}

/** The caller owns what is returned; root and confirmKey are gone afterwards. */
export async function deriveTokenKeys(platform: Platform, inputs: RootInputs): Promise<TokenKeys> {
  const root = await deriveRoot(platform, inputs);
  const empty = new Uint8Array(0);
  const codeKey = await hkdf(platform, root, empty, "ramznama/1 code");
  const confirmKey = await hkdf(platform, root, empty, "ramznama/1 confirm");
  const { transcriptHash } = inputs;
  const confirmation = await hmac(platform, confirmKey, transcriptHash);
  const endedHash = await hashFields(platform, ["ramznama/1 ended", transcriptHash]);
  const endedTag = await hmac(platform, confirmKey, endedHash);
  wipe(root, confirmKey);
  return { codeKey, confirmation, endedTag };
}
