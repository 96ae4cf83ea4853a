/**
 * The server's own keys of protocol.md, "Pins and time": X-Wing keys that open what phones seal, P-256 keys that sign
 * time, and the list of their public halves as the offline release key signed it.
 */
import { webcrypto } from "node:crypto";
import {
  exportPublicJwk,
  generateKemKeyPair,
  signServerKeyList,
  type Bytes,
  type Platform,
  type ServerKeyList,
  type ServerSecretKey,
  type WebCryptoKey,
  asUnixMilliseconds,
} from "@ramznama/activation";
import { sql, type Selectable } from "kysely";
import {
  lockName,
  transaction,
  type Database,
  type Tables,
  type Tx,
} from "../platform/database.ts";
import { dayMilliseconds, daysAgo } from "../platform/forget.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Keyring } from "./keyring.ts";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export interface ServerKeys {
  /** The key that opens what is sealed to `k`. @throws RamznamaError `server_key_retired` */
  secretKey(k: string, now: number): ServerSecretKey;
  /**
   * Opens what was met before too, for some days after the end of `k`: only with it can a refusal carry its tag.
   * @throws RamznamaError `server_key_retired`
   */
  keptKey(k: string, now: number): ServerSecretKey;
  /** The newest valid key that signs time. */
  timeKey(now: number): { readonly k: string; readonly key: WebCryptoKey };
  /** Compact JWS of the newest published list. */
  readonly publishedList: string;
}

interface LoadedKey {
  readonly k: string;
  readonly secretKey: Bytes;
  readonly timeKey: WebCryptoKey;
  readonly notBefore: number;
  /** Expired or retired, whichever is earlier. */
  readonly endsAt: number;
}

/** As long as refusals of activations are remembered; then the secret halves are erased. */
const keptDays = 30;

/** Makes a key pair of each kind under a new name; it counts once a list that names it is published. */
export const createServerKey = async (
  database: Database,
  keyring: Keyring,
  platform: Platform,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<string> => {
  const pair = await generateKemKeyPair(platform);
  const signing = await webcrypto.subtle.generateKey(P256, true, ["sign", "verify"]);
  const privateKey = new Uint8Array(await webcrypto.subtle.exportKey("pkcs8", signing.privateKey));
  const signingKey = await exportPublicJwk(platform, signing.publicKey);
  const k = await transaction(database, async (tx) => {
    const name = await nextName(tx);
    await tx
      .insertInto("server_keys")
      .values({
        k: name,
        public_key: pair.publicKey,
        sealed_private_key: keyring.seal("server-key", `kem:${name}`, pair.secretKey),
        signing_key: { ...signingKey },
        sealed_signing_key: keyring.seal("server-key", `time:${name}`, privateKey),
        not_before: validity.notBefore,
        not_after: validity.notAfter,
        retired_at: null,
      })
      .execute();
    return name;
  });
  pair.secretKey.fill(0);
  privateKey.fill(0);
  return k;
};

const nextName = async (tx: Tx): Promise<string> => {
  await lockName(tx, "server-keys");
  const { count } = await tx
    .selectFrom("server_keys")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return `k${count + 1}`;
};

/** Signs the list of all keys that are not retired, with the next serial number, and publishes it. */
export const publishServerKeys = (
  database: Database,
  platform: Platform,
  releaseKey: WebCryptoKey,
  now: Date,
): Promise<number> =>
  transaction(database, async (tx) => {
    await lockName(tx, "server-keys");
    const rows = await tx
      .selectFrom("server_keys")
      .selectAll()
      .where("retired_at", "is", null)
      .orderBy("not_before")
      .execute();
    const { last } = await tx
      .selectFrom("server_key_lists")
      .select((eb) => eb.fn.max<number | null>("serial_number").as("last"))
      .executeTakeFirstOrThrow();
    const list: ServerKeyList = {
      serialNumber: (last ?? 0) + 1,
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
      .values({ serial_number: list.serialNumber, jws, published_at: now })
      .execute();
    return list.serialNumber;
  });

/** @throws RamznamaError when no list was published yet */
export const loadServerKeys = async (database: Database, keyring: Keyring): Promise<ServerKeys> => {
  const newest = await database
    .selectFrom("server_key_lists")
    .select("jws")
    .orderBy("serial_number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) {
    throw new RamznamaError("internal_error", {
      detail: "No signed list of server keys is published; run: ramznama setup",
    });
  }
  const rows = await database
    .selectFrom("server_keys")
    .selectAll()
    .orderBy("not_before", "desc")
    .execute();
  const keys = await Promise.all(rows.map((row) => openKey(keyring, row)));
  return serverKeysOf(
    keys.filter((key) => key !== undefined),
    newest.jws,
  );
};

const openKey = async (
  keyring: Keyring,
  row: Selectable<Tables["server_keys"]>,
): Promise<LoadedKey | undefined> => {
  const { k, sealed_private_key: sealedKem, sealed_signing_key: sealedSigning } = row;
  if (sealedKem === null || sealedSigning === null) return undefined;
  const pkcs8 = keyring.open("server-key", `time:${k}`, sealedSigning);
  const timeKey = await webcrypto.subtle.importKey("pkcs8", pkcs8, P256, false, ["sign"]);
  pkcs8.fill(0);
  return {
    k,
    secretKey: new Uint8Array(keyring.open("server-key", `kem:${k}`, sealedKem)),
    timeKey,
    notBefore: row.not_before.getTime(),
    endsAt: Math.min(row.not_after.getTime(), row.retired_at?.getTime() ?? Infinity),
  };
};

const serverKeysOf = (keys: readonly LoadedKey[], publishedList: string): ServerKeys => {
  const findKey = (k: string, isOpen: (key: LoadedKey) => boolean): ServerSecretKey => {
    const found = keys.find((key) => key.k === k && isOpen(key));
    if (found === undefined) throw new RamznamaError("server_key_retired");
    return { k, secretKey: found.secretKey };
  };
  return {
    publishedList,
    secretKey: (k, now) => findKey(k, (key) => key.notBefore <= now && now < key.endsAt),
    keptKey: (k, now) => findKey(k, (key) => now < key.endsAt + keptDays * dayMilliseconds),
    timeKey: (now) => {
      const newest = keys.find((key) => key.notBefore <= now && now < key.endsAt);
      if (newest === undefined) {
        throw new RamznamaError("temporarily_unavailable", { detail: "No server key is valid." });
      }
      return { k: newest.k, key: newest.timeKey };
    },
  };
};

/**
 * Ends the days a key is kept: whoever recorded what was sealed to it and steals the database with its key file later
 * reads none of it.
 */
export const eraseServerKeys = async (database: Database, now: number): Promise<number> => {
  const { numUpdatedRows } = await database
    .updateTable("server_keys")
    .set({ sealed_private_key: null, sealed_signing_key: null })
    .where("sealed_private_key", "is not", null)
    .where(sql`least(not_after, retired_at)`, "<", daysAgo(now, keptDays))
    .executeTakeFirst();
  return Number(numUpdatedRows);
};
