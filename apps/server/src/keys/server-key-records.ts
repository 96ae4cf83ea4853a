/** The rows of the server's keys and of their lists. Whoever writes them holds `lockServerKeys`. */
import { webcrypto } from "node:crypto";
import {
  asUnixMilliseconds,
  exportPublicJwk,
  generateKemKeyPair,
  signServerKeyList,
  type Platform,
  type ServerKeyList,
  type WebCryptoKey,
} from "@ramznama/activation";
import type { Selectable } from "kysely";
import { lockName, type Tables, type Tx } from "../platform/database.ts";
import type { Keyring } from "./keyring.ts";

export const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export type ServerKeyRow = Selectable<Tables["server_keys"]>;

export const lockServerKeys = (tx: Tx): Promise<void> => lockName(tx, "server-keys");

/** Makes a key pair of each kind; it counts once a list that names it is handed out. Returns its name. */
export const insertServerKey = async (
  tx: Tx,
  keyring: Keyring,
  platform: Platform,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<string> => {
  const k = nameOf(validity.notBefore);
  const pair = await generateKemKeyPair(platform);
  const signing = await webcrypto.subtle.generateKey(P256, true, ["sign", "verify"]);
  const privateKey = new Uint8Array(await webcrypto.subtle.exportKey("pkcs8", signing.privateKey));
  const signingKey = await exportPublicJwk(platform, signing.publicKey);
  await tx
    .insertInto("server_keys")
    .values({
      k,
      public_key: pair.publicKey,
      sealed_private_key: keyring.seal("server-key", `kem:${k}`, pair.secretKey),
      signing_key: { ...signingKey },
      sealed_signing_key: keyring.seal("server-key", `time:${k}`, privateKey),
      not_before: validity.notBefore,
      not_after: validity.notAfter,
      retired_at: null,
    })
    .execute();
  pair.secretKey.fill(0);
  privateKey.fill(0);
  return k;
};

/**
 * `2026-11-25-0910`, the minute it begins in. Counted names would come again after a restore that forgot a key, and
 * phones that sealed something to the forgotten one would wait for ever.
 */
const nameOf = (notBefore: Date): string =>
  notBefore.toISOString().slice(0, 16).replace("T", "-").replace(":", "");

/**
 * Signs the list of all keys that are neither retired nor expired at `from`, and hands it out from then on. The serial
 * number is at least the minute's, so that it rises above that of a list which a restore forgot and phones have seen.
 */
export const publishServerKeys = async (
  tx: Tx,
  platform: Platform,
  releaseKey: WebCryptoKey,
  from: Date,
): Promise<void> => {
  const rows = await loadListedKeys(tx, from);
  const { last } = await tx
    .selectFrom("server_key_lists")
    .select((eb) => eb.fn.max<number | null>("serial_number").as("last"))
    .executeTakeFirstOrThrow();
  const list: ServerKeyList = {
    serialNumber: Math.max((last ?? 0) + 1, Math.floor(from.getTime() / 60_000)),
    keys: rows.map((row) => ({
      k: row.k,
      pk: new Uint8Array(row.public_key),
      signingKey: { kty: "EC", crv: "P-256", x: row.signing_key.x, y: row.signing_key.y },
      notBefore: asUnixMilliseconds(row.not_before.getTime()),
      notAfter: asUnixMilliseconds(row.not_after.getTime()),
    })),
  };
  const jws = await signServerKeyList(platform, releaseKey, list);
  await tx
    .insertInto("server_key_lists")
    .values({ serial_number: list.serialNumber, jws, published_at: from })
    .execute();
};

/** Neither retired nor expired at that moment, the oldest first. */
export const loadListedKeys = (tx: Tx, at: Date): Promise<ServerKeyRow[]> =>
  tx
    .selectFrom("server_keys")
    .selectAll()
    .where("retired_at", "is", null)
    .where("not_after", ">", at)
    .orderBy("not_before")
    .execute();

export const loadNewestList = async (tx: Tx): Promise<string | undefined> => {
  const newest = await tx
    .selectFrom("server_key_lists")
    .select("jws")
    .orderBy("serial_number", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest?.jws;
};
