/**
 * An unlocked vault: each record sealed under the vault key in a row of its own. Every transaction first looks
 * whether this very vault is still there, so that nothing is read from or written into what another tab has erased.
 */
import type { Platform } from "@ramznama/activation";
import {
  decodeRecord,
  encodeRecord,
  openBytes,
  recordPlace,
  sealBytes,
  type RecordKind,
  type SealedRecord,
  type Vault,
  type VaultChange,
  type VaultRecords,
} from "@ramznama/phone";
import { transact, type Database, type Stores } from "./database.ts";
import { VaultError } from "./vault-error.ts";

export interface OpenedVault {
  readonly platform: Platform;
  readonly database: Database;
  readonly vaultId: string;
  readonly vaultKey: CryptoKey;
}

export function openIndexedDbVault({ platform, database, vaultId, vaultKey }: OpenedVault): Vault {
  async function unseal<Kind extends RecordKind>(
    kind: Kind,
    { id, sealed }: SealedRecord,
  ): Promise<VaultRecords[Kind]> {
    const bytes = await openBytes(platform, vaultKey, sealed, recordPlace(vaultId, kind, id));
    if (bytes === undefined) throw new VaultError("vault_damaged");
    // Authenticated under this kind and id: it is what `write` was given.
    return decodeRecord(kind, bytes);
  }

  async function seal({ kind, id, value }: VaultChange): Promise<SealedRecord> {
    const bytes = encodeRecord(value);
    const sealed = await sealBytes(platform, vaultKey, bytes, recordPlace(vaultId, kind, id));
    bytes.fill(0);
    return { kind, id, sealed };
  }

  function withVault<Value>(
    mode: "readonly" | "readwrite",
    work: (stores: Stores) => Promise<Value>,
  ): Promise<Value> {
    return transact(database, mode, async (stores) => {
      const stored = await stores.loadVault();
      if (stored?.header.vaultId !== vaultId) throw new VaultError("vault_gone");
      return work(stores);
    });
  }

  return {
    load: async (kind, id) => {
      const record = await withVault("readonly", (stores) => stores.loadRecord(kind, id));
      return record && unseal(kind, record);
    },
    list: async (kind) => {
      const records = await withVault("readonly", (stores) => stores.listRecords(kind));
      return Promise.all(
        records.map(async (record) => ({ id: record.id, value: await unseal(kind, record) })),
      );
    },
    write: async (changes) => {
      // Sealed before the transaction, which ends when it waits for anything but its stores.
      const prepared = await Promise.all(
        changes.map(async (change) => ({
          change,
          record: change.value === undefined ? undefined : await seal(change),
        })),
      );
      await withVault("readwrite", async (stores) => {
        for (const { change, record } of prepared) {
          if (record === undefined) await stores.removeRecord(change.kind, change.id);
          else await stores.saveRecord(record);
        }
      });
    },
    // Web Locks hold over every tab of the origin and end with the tab that holds them.
    exclusively: async (name, work) => navigator.locks.request(`ramznama ${name}`, () => work()),
  };
}
