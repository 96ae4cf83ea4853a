/**
 * The server's own keys of protocol.md, "Pins and time": X-Wing keys that open what phones seal, P-256 keys that sign
 * time, and the list of their public halves as the offline release key signed it.
 */
import { webcrypto } from "node:crypto";
import type { Bytes, ServerSecretKey, WebCryptoKey } from "@ramznama/activation";
import { sql } from "kysely";
import type { Database, Tx } from "../platform/database.ts";
import { dayMilliseconds, daysAgo } from "../platform/forget.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Keyring } from "./keyring.ts";
import { P256, type ServerKeyRow } from "./server-key-records.ts";

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
  /** Compact JWS of the newest list that is handed out by now. */
  publishedList(now: number): string;
  /** Until when any key is valid, Unix milliseconds; without a new one nothing is signed or opened from then on. */
  validUntil(): number;
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

/** What a server holds in memory. */
export interface LoadedServerKeys extends ServerKeys {
  /** Another one in the database: there is something new to load. */
  readonly version: string;
}

/** @throws RamznamaError when no list was published yet */
export const loadServerKeys = (database: Database, keyring: Keyring): Promise<LoadedServerKeys> =>
  // One snapshot: a list and the keys it names.
  database
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const version = await loadVersion(tx);
      const lists = await tx
        .selectFrom("server_key_lists")
        .select(["jws", "published_at"])
        .orderBy("serial_number", "desc")
        .execute();
      const rows = await tx
        .selectFrom("server_keys")
        .selectAll()
        .orderBy("not_before", "desc")
        .execute();
      if (lists.length === 0) {
        throw new RamznamaError("internal_error", {
          detail: "No signed list of server keys is published; run: ramznama setup",
        });
      }
      const keys = await Promise.all(rows.map((row) => openKey(keyring, row)));
      return {
        version,
        ...serverKeysOf(
          keys.filter((key) => key !== undefined),
          lists,
        ),
      };
    });

/** Changes with every new list, and when the secret halves of a key are erased. */
export const loadVersion = async (database: Database | Tx): Promise<string> => {
  const { serial, kept } = await database
    .selectFrom("server_keys")
    .select((eb) => [
      eb
        .selectFrom("server_key_lists")
        .select((list) => list.fn.max<number>("serial_number").as("serial"))
        .as("serial"),
      eb.fn.count<number>("sealed_private_key").as("kept"),
    ])
    .executeTakeFirstOrThrow();
  return `${serial ?? 0}/${kept}`;
};

const openKey = async (keyring: Keyring, row: ServerKeyRow): Promise<LoadedKey | undefined> => {
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

/** @param keys the newest first, as the lists */
const serverKeysOf = (
  keys: readonly LoadedKey[],
  lists: readonly { readonly jws: string; readonly published_at: Date }[],
): ServerKeys => {
  const findKey = (k: string, isOpen: (key: LoadedKey) => boolean): ServerSecretKey => {
    const found = keys.find((key) => key.k === k && isOpen(key));
    if (found === undefined) throw new RamznamaError("server_key_retired");
    return { k, secretKey: found.secretKey };
  };
  return {
    // A key that is not valid yet opens too: another server's clock may be a little ahead, and its phones come here.
    secretKey: (k, now) => findKey(k, (key) => now < key.endsAt),
    keptKey: (k, now) => findKey(k, (key) => now < key.endsAt + keptDays * dayMilliseconds),
    timeKey: (now) => {
      const newest = keys.find((key) => key.notBefore <= now && now < key.endsAt);
      if (newest === undefined) {
        throw new RamznamaError("temporarily_unavailable", { detail: "No server key is valid." });
      }
      return { k: newest.k, key: newest.timeKey };
    },
    publishedList: (now) => {
      const newest = lists.find((list) => list.published_at.getTime() <= now) ?? lists.at(-1);
      if (newest === undefined) throw new Error("server keys are loaded with their list");
      return newest.jws;
    },
    validUntil: () => Math.max(0, ...keys.map((key) => key.endsAt)),
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
