/** Data keys and peppers, unwrapped once at start: they seal records and blind what must be found but not read. */
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { lockName, transaction, type Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Random } from "../platform/random.ts";
import { openWithKey, sealWithKey } from "./aead.ts";
import type { KeyEncryptionKey } from "./key-file.ts";

/** Keys that seal: what a record holds can be opened again. */
const sealingPurposes = ["seed", "message", "person", "server-key", "sign-in", "approval"] as const;
export type SealingPurpose = (typeof sealingPurposes)[number];

/** Peppers: a keyed digest to compare with, never to be turned back (NIST SP 800-63B, secrets of low entropy). */
const pepperPurposes = [
  "subject",
  "activation-code",
  "registration-code",
  "content",
  "proof-nonce",
  "journal",
  "session",
] as const;
export type PepperPurpose = (typeof pepperPurposes)[number];

export interface Keyring {
  /** `record` names the row the box belongs to; a box moved to another row does not open. */
  seal(purpose: SealingPurpose, record: string, plaintext: Uint8Array): Buffer;
  /** @throws when the box is damaged or belongs to another record. */
  open(purpose: SealingPurpose, record: string, box: Uint8Array): Buffer;
  /** HMAC-SHA-256 of the fields, each length-prefixed, under the pepper. */
  digest(purpose: PepperPurpose, ...fields: readonly (string | Uint8Array)[]): Buffer;
}

/** A KeyObject is kept outside JavaScript's memory, and is used five times faster than raw bytes are. */
interface DataKey {
  readonly id: number;
  readonly key: KeyObject;
}

const labelOf = (purpose: string): string => `ramznama/data-key/${purpose}`;

/**
 * Makes the data keys that are missing; two servers starting at once make each only once.
 * @throws RamznamaError when the key-encryption key does not belong to this database.
 */
export const loadKeyring = async (
  database: Database,
  kek: KeyEncryptionKey,
  random: Random,
  now: Date,
): Promise<Keyring> => {
  const keys = new Map<string, readonly DataKey[]>();
  for (const purpose of [...sealingPurposes, ...pepperPurposes]) {
    await ensureDataKey(database, kek, random, purpose, now);
    keys.set(purpose, await unwrapDataKeys(database, kek, purpose));
  }
  return keyringOf(keys, random);
};

const ensureDataKey = (
  database: Database,
  kek: KeyEncryptionKey,
  random: Random,
  purpose: string,
  now: Date,
): Promise<void> =>
  transaction(database, async (tx) => {
    await lockName(tx, `data-key:${purpose}`);
    const found = await tx
      .selectFrom("data_keys")
      .select("id")
      .where("purpose", "=", purpose)
      .executeTakeFirst();
    if (found !== undefined) return;
    const key = random.bytes(32);
    const wrapped = await kek.wrap(key, labelOf(purpose));
    key.fill(0);
    await tx.insertInto("data_keys").values({ purpose, wrapped, created_at: now }).execute();
  });

const unwrapDataKeys = async (
  database: Database,
  kek: KeyEncryptionKey,
  purpose: string,
): Promise<readonly DataKey[]> => {
  const rows = await database
    .selectFrom("data_keys")
    .select(["id", "wrapped"])
    .where("purpose", "=", purpose)
    .orderBy("id", "desc")
    .execute();
  return Promise.all(
    rows.map(async ({ id, wrapped }) => {
      const key = await kek.unwrap(wrapped, labelOf(purpose)).catch((cause: unknown) => {
        throw new RamznamaError("internal_error", {
          detail: "The key file does not belong to this database; give KEY_FILE the right one.",
          cause,
        });
      });
      const held = createSecretKey(key);
      key.fill(0);
      return { id, key: held };
    }),
  );
};

/** The keyring over data keys that are unwrapped already, the newest of each purpose first. */
export const keyringOf = (
  keys: ReadonlyMap<string, readonly DataKey[]>,
  random: Random,
): Keyring => {
  const keysOf = (purpose: string): readonly DataKey[] => keys.get(purpose) ?? [];
  const newestOf = (purpose: string): DataKey => {
    const [newest] = keysOf(purpose);
    if (newest === undefined) throw new Error(`no data key for ${purpose}`);
    return newest;
  };
  const additionalData = (purpose: string, record: string): Buffer =>
    lengthPrefixed(["ramznama/record", purpose, record]);
  return {
    seal: (purpose, record, plaintext) => {
      const { id, key } = newestOf(purpose);
      const header = Buffer.alloc(4);
      header.writeUInt32BE(id);
      return Buffer.concat([
        header,
        sealWithKey(key, plaintext, additionalData(purpose, record), random),
      ]);
    },
    open: (purpose, record, box) => {
      const id = new DataView(box.buffer, box.byteOffset, box.byteLength).getUint32(0);
      const found = keysOf(purpose).find((candidate) => candidate.id === id);
      if (found === undefined) throw new RangeError("a sealed record names an unknown data key");
      return openWithKey(found.key, box.subarray(4), additionalData(purpose, record));
    },
    digest: (purpose, ...fields) =>
      createHmac("sha256", newestOf(purpose).key).update(lengthPrefixed(fields)).digest(),
  };
};

/** Each field after its length in bytes, u32 big-endian: no two lists of fields give the same bytes. */
const lengthPrefixed = (fields: readonly (string | Uint8Array)[]): Buffer => {
  // A UTF-16 unit is at most three bytes of UTF-8.
  const most = fields.reduce(
    (sum, field) => sum + 4 + field.length * (typeof field === "string" ? 3 : 1),
    0,
  );
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  for (const field of fields) {
    const start = at + 4;
    if (typeof field === "string") at = start + bytes.write(field, start);
    else {
      bytes.set(field, start);
      at = start + field.length;
    }
    bytes.writeUInt32BE(at - start, start - 4);
  }
  return bytes.subarray(0, at);
};
