/** What the phone sends sealed: {k, enc, ct}, to the server key k, bound to the device key. */
import { decodeBase64url, decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { encodeFields, hashFields, type Field } from "./hash-fields.ts";
import { encapsulationLength } from "./hpke.ts";
import type { Bytes, Platform } from "./platform.ts";
import { isServerKeyName } from "./server-key-list.ts";
import { hasExactlyKeys, isRecord } from "./strict-json.ts";

/** As JSON carries it; binary is base64url. */
export interface SealedRequest {
  readonly k: string;
  readonly enc: string;
  readonly ct: string;
}

export interface ParsedSealedRequest {
  readonly k: string;
  readonly enc: Bytes;
  readonly ct: Bytes;
}

/** The half of a server key that opens: the server keeps the secret, the phone has `ServerKey`. */
export interface ServerSecretKey {
  readonly k: string;
  /** X-Wing secret key, 32 bytes. */
  readonly secretKey: Bytes;
}

export type SealedRequestRefusal =
  | "malformed"
  /** Sealed to another k than the key given. */
  | "other_server_key"
  /** Not sealed to this key for this purpose by the holder of this device key, or altered. */
  | "not_opened"
  /** Opened, but not the body that the protocol writes. */
  | "bad_body";

const ciphertextLengthMax = 6144;

export function parseSealedRequest(value: unknown): ParsedSealedRequest | undefined {
  if (!isRecord(value) || !hasExactlyKeys(value, ["k", "enc", "ct"])) return undefined;
  if (!isServerKeyName(value["k"]) || typeof value["ct"] !== "string") return undefined;
  if (value["ct"].length > (ciphertextLengthMax * 4) / 3) return undefined;
  const enc = decodeBase64urlOfLength(value["enc"], encapsulationLength);
  const ct = decodeBase64url(value["ct"]);
  return enc && ct && ct.length >= 16 ? { k: value["k"], enc, ct } : undefined;
}

export function writeSealedRequest(request: ParsedSealedRequest): SealedRequest {
  return { k: request.k, enc: encodeBase64url(request.enc), ct: encodeBase64url(request.ct) };
}

export type RequestLabel =
  "ramznama/1 register" | "ramznama/1 register-code" | "ramznama/1 activate";

/** `info` of HPKE: the label, k and H(DK.pub), each with its length. */
export function requestInfo(
  label: RequestLabel,
  k: string,
  deviceKeyHash: Bytes,
  ...more: readonly Field[]
): Bytes {
  return encodeFields([label, k, deviceKeyHash, ...more]);
}

/** H(request): names one request of one device, for idempotency and for the reply's `info`. */
export function hashRequest(
  platform: Platform,
  request: ParsedSealedRequest,
  deviceKeyHash: Bytes,
): Promise<Bytes> {
  const { k, enc, ct } = request;
  return hashFields(platform, ["ramznama/1 request", k, deviceKeyHash, enc, ct]);
}
