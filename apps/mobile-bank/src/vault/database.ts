/**
 * The phone's IndexedDB: what is known while locked, the vault's slot, and the sealed records. Every transaction is
 * `strict`: when it is done, the operating system has been told to write it down.
 */
import type { DeviceKey } from "@ramznama/activation";
import type { RecordKind, SealedRecord, SlotHeader } from "@ramznama/phone";
import { VaultError } from "./vault-error.ts";

export interface StoredVault {
  readonly header: SlotHeader;
  /** The vault key under the unlock key. */
  readonly wrappedKey: string;
  /** Tries since the entry password last fitted, the one under way included. */
  readonly attempts: number;
  /** Non-extractable HMAC key: without this browser profile no password opens the vault. */
  readonly boundKey: CryptoKey;
}

export interface StoredDevice {
  readonly key?: DeviceKey;
  /** The key lies in the host of the app, beyond this database. */
  readonly hasOutsideKey?: true;
  /** A vault was erased and the server has not been told. */
  readonly owedErasure: boolean;
}

export type StoreName = "vault" | "device" | "records";

const everyStore: readonly StoreName[] = ["vault", "device", "records"];

/** Browsers close connections by themselves: after a fault of the storage, after a pause, when they clear its data. */
export interface Database {
  connection: IDBDatabase;
}

export async function openDatabase(): Promise<Database> {
  return { connection: await connect() };
}

async function connect(): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open("ramznama", 1);
    request.onupgradeneeded = () => {
      createStores(request.result);
    };
    const database = await settled(request);
    // A newer version in another tab must not wait for this one.
    database.onversionchange = () => {
      database.close();
    };
    return database;
  } catch (error) {
    throw new VaultError("storage_unavailable", error);
  }
}

function createStores(database: IDBDatabase): void {
  database.createObjectStore("vault");
  database.createObjectStore("device");
  // Numbered as they come, so that a list is in the order in which it was first written.
  const records = database.createObjectStore("records", { autoIncrement: true });
  records.createIndex("place", ["kind", "id"], { unique: true });
  records.createIndex("kind", "kind");
}

/** All or nothing, and durable when the promise resolves. `work` must wait for nothing but the stores. */
export async function transact<Value>(
  database: Database,
  mode: "readonly" | "readwrite",
  work: (stores: Stores) => Promise<Value>,
): Promise<Value> {
  const transaction = await begin(database, mode);
  const done = completed(transaction);
  // Looked at below; work may fail first.
  done.catch(() => undefined);
  try {
    const value = await work(openStores(transaction));
    await done;
    return value;
  } catch (error) {
    abort(transaction);
    throw asVaultError(error);
  }
}

/** Over a new connection where the browser closed this one; whether the vault is still there is seen in what it holds. */
async function begin(database: Database, mode: "readonly" | "readwrite"): Promise<IDBTransaction> {
  const start = () => database.connection.transaction(everyStore, mode, { durability: "strict" });
  try {
    return start();
  } catch {
    database.connection = await connect();
    return start();
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    };
  });
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException("unknown", "UnknownError"));
    };
  });
}

function asVaultError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === "QuotaExceededError") return new VaultError("storage_full", error);
  return new VaultError("storage_unavailable", error);
}

/**
 * Typed access inside one transaction. IndexedDB's own declarations know no types of what it holds; what is read here
 * was written by these very methods, and what matters of it is sealed.
 */
export interface Stores {
  loadVault(): Promise<StoredVault | undefined>;
  saveVault(vault: StoredVault | undefined): Promise<void>;
  loadDevice(): Promise<StoredDevice>;
  saveDevice(device: StoredDevice): Promise<void>;
  loadRecord(kind: RecordKind, id: string): Promise<SealedRecord | undefined>;
  listRecords(kind: RecordKind): Promise<readonly SealedRecord[]>;
  saveRecord(record: SealedRecord): Promise<void>;
  removeRecord(kind: RecordKind, id: string): Promise<void>;
  clearRecords(): Promise<void>;
}

const only = "only";

function openStores(transaction: IDBTransaction): Stores {
  const vault = transaction.objectStore("vault");
  const device = transaction.objectStore("device");
  const records = transaction.objectStore("records");
  const place = records.index("place");
  return {
    loadVault: () => settled(vault.get(only) as IDBRequest<StoredVault | undefined>),
    saveVault: async (value) => {
      if (value === undefined) await settled(vault.delete(only));
      else await settled(vault.put(value, only));
    },
    loadDevice: async () =>
      (await settled(device.get(only) as IDBRequest<StoredDevice | undefined>)) ?? {
        owedErasure: false,
      },
    saveDevice: async (value) => {
      await settled(device.put(value, only));
    },
    loadRecord: (kind, id) =>
      settled(place.get([kind, id]) as IDBRequest<SealedRecord | undefined>),
    listRecords: (kind) =>
      settled(records.index("kind").getAll(kind) as IDBRequest<SealedRecord[]>),
    saveRecord: async (record) => {
      const key = await settled(place.getKey([record.kind, record.id]));
      await settled(records.put(record, key));
    },
    removeRecord: async (kind, id) => {
      const key = await settled(place.getKey([kind, id]));
      if (key !== undefined) await settled(records.delete(key));
    },
    clearRecords: async () => {
      await settled(records.clear());
    },
  };
}
