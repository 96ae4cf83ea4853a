/**
 * The list of the server's keys, signed by the offline release key (protocol.md, Pins and time).
 * X-Wing keys cannot sign, so every entry carries a P-256 key for signed time beside its KEM key.
 */
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { parseJws, signJws, verifyJws } from "./jws.ts";
import {
  isUnixMilliseconds,
  type Bytes,
  type Platform,
  type UnixMilliseconds,
  type WebCryptoKey,
} from "./platform.ts";
import { parsePublicJwk, type PublicJwk } from "./public-jwk.ts";
import { accepted, refused, type Result } from "./result.ts";
import { hasExactlyKeys, isRecord, type JsonRecord } from "./strict-json.ts";

export interface ServerKey {
  /** Name of the key: 1 to 32 ASCII letters, digits and dashes. */
  readonly k: string;
  /** X-Wing public key, 1,216 bytes. */
  readonly pk: Bytes;
  /** Checks signed time of header `kid` = k. */
  readonly signingKey: PublicJwk;
  /** Valid from notBefore (included) to notAfter (not included). */
  readonly notBefore: UnixMilliseconds;
  readonly notAfter: UnixMilliseconds;
}

export interface ServerKeyList {
  readonly serialNumber: number;
  readonly keys: readonly ServerKey[];
}

/** What the phone remembers of the newest list it has accepted. JSON-serialisable. */
export interface SeenServerKeyList {
  readonly serialNumber: number;
  /** SHA-256 of the signed part, base64url. */
  readonly contentHash: string;
}

export interface VerifiedServerKeyList {
  readonly list: ServerKeyList;
  readonly seen: SeenServerKeyList;
}

export type ServerKeyListRefusal =
  | "malformed"
  | "bad_signature"
  /** Older than a list this phone has accepted. */
  | "rolled_back"
  /** The serial number of the accepted list with other content. */
  | "serial_number_reused";

const listType = "ramznama-server-keys+jwt";
const listLengthMax = 65_536;
/** A phone reads no longer list. */
export const serverKeysMax = 16;

export function signServerKeyList(
  platform: Platform,
  releaseKey: WebCryptoKey,
  list: ServerKeyList,
): Promise<string> {
  const keys = list.keys.map(writeServerKey);
  const payload = { serialNumber: list.serialNumber, keys };
  if (parseServerKeyList(payload) === undefined) throw new TypeError("not a server key list");
  return signJws(platform, releaseKey, { alg: "ES256", typ: listType }, payload);
}

/** The signature is checked before anything of the content is looked at. */
export async function verifyServerKeyList(
  platform: Platform,
  releaseKey: PublicJwk,
  text: unknown,
  seen?: SeenServerKeyList,
): Promise<Result<VerifiedServerKeyList, ServerKeyListRefusal>> {
  const jws = parseJws(text, listLengthMax);
  if (jws === undefined || !isListHeader(jws.header)) return refused("malformed");
  const isSigned = await verifyJws(platform, releaseKey, jws);
  if (isSigned === undefined) throw new TypeError("the release key is not a P-256 public key");
  if (!isSigned) return refused("bad_signature");
  const list = parseServerKeyList(jws.payload);
  if (list === undefined) return refused("malformed");
  const digest = await platform.subtle.digest("SHA-256", jws.signed);
  const contentHash = encodeBase64url(new Uint8Array(digest));
  if (seen !== undefined) {
    if (list.serialNumber < seen.serialNumber) return refused("rolled_back");
    if (list.serialNumber === seen.serialNumber && contentHash !== seen.contentHash) {
      return refused("serial_number_reused");
    }
  }
  return accepted({ list, seen: { serialNumber: list.serialNumber, contentHash } });
}

export function isServerKeyValid(key: ServerKey, now: UnixMilliseconds): boolean {
  return key.notBefore <= now && now < key.notAfter;
}

/** The valid key that became valid last. */
export function chooseServerKey(list: ServerKeyList, now: UnixMilliseconds): ServerKey | undefined {
  return list.keys
    .filter((key) => isServerKeyValid(key, now))
    .reduce<ServerKey | undefined>(
      (newest, key) => (newest === undefined || key.notBefore > newest.notBefore ? key : newest),
      undefined,
    );
}

export function findServerKey(list: ServerKeyList, k: string): ServerKey | undefined {
  return list.keys.find((key) => key.k === k);
}

export function isServerKeyName(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9-]{1,32}$/.test(value);
}

function isListHeader(header: JsonRecord): boolean {
  return (
    hasExactlyKeys(header, ["alg", "typ"]) &&
    header["alg"] === "ES256" &&
    header["typ"] === listType
  );
}

function writeServerKey(key: ServerKey): object {
  return {
    k: key.k,
    pk: encodeBase64url(key.pk),
    signingKey: key.signingKey,
    notBefore: key.notBefore,
    notAfter: key.notAfter,
  };
}

function parseServerKeyList(payload: JsonRecord): ServerKeyList | undefined {
  if (!hasExactlyKeys(payload, ["serialNumber", "keys"])) return undefined;
  const { serialNumber, keys: entries } = payload;
  if (typeof serialNumber !== "number" || !Number.isSafeInteger(serialNumber) || serialNumber < 1) {
    return undefined;
  }
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > serverKeysMax)
    return undefined;
  const keys = entries.map(parseServerKey).filter((key) => key !== undefined);
  const names = new Set(keys.map((key) => key.k));
  if (keys.length !== entries.length || names.size !== keys.length) return undefined;
  return { serialNumber, keys };
}

function parseServerKey(entry: unknown): ServerKey | undefined {
  if (!isRecord(entry)) return undefined;
  if (!hasExactlyKeys(entry, ["k", "pk", "signingKey", "notBefore", "notAfter"])) return undefined;
  const { k, notBefore, notAfter } = entry;
  const pk = decodeBase64urlOfLength(entry["pk"], 1216);
  const signingKey = parsePublicJwk(entry["signingKey"]);
  if (!isServerKeyName(k) || pk === undefined || signingKey === undefined) return undefined;
  if (!isUnixMilliseconds(notBefore) || !isUnixMilliseconds(notAfter)) return undefined;
  return notBefore < notAfter ? { k, pk, signingKey, notBefore, notAfter } : undefined;
}
