/**
 * The way into the vault, the same for every tab: made once, opened with the entry password, erased after ten wrong
 * ones. Each try is recorded durably before anything is derived, and all of it happens under one lock.
 */
import { encodeBase64url, wipe, type Bytes, type Platform } from "@ramznama/activation";
import {
  entryPasswordForms,
  importSealingKey,
  moveCodeKeys,
  openBytes,
  parseSlotHeader,
  sealBytes,
  slotPlace,
  type DerivationParameters,
  type DeviceKeyStore,
  type EntryPassword,
  type SlotHeader,
  type Vault,
} from "@ramznama/phone";
import {
  openDatabase,
  transact,
  type Database,
  type StoredVault,
  type Stores,
} from "./database.ts";
import { deriveUnlockKey, generateBoundKey } from "./derive-unlock-key.ts";
import { openIndexedDbVault } from "./indexed-db-vault.ts";
import type { StretchPassword } from "./stretch-password.ts";
import type { TabChannel } from "./tab-channel.ts";
import { VaultError } from "./vault-error.ts";

export const attemptsMax = 10;

/** Well over OWASP's least (19 MiB, two passes); an old phone, six times as slow as a desk, takes about a second. */
const derivation: DerivationParameters = {
  memoryKibibytes: 65_536,
  iterations: 2,
  parallelism: 1,
};

export type VaultState =
  { readonly kind: "none" } | { readonly kind: "locked"; readonly attemptsLeft: number };

export type Unlocked =
  | { readonly ok: true; readonly vault: Vault }
  | { readonly ok: false; readonly reason: "no_vault" }
  | { readonly ok: false; readonly reason: "wrong_password"; readonly attemptsLeft: number }
  /** That was the last try: the vault is gone, and the server will be told. */
  | { readonly ok: false; readonly reason: "erased" };

export interface VaultDoor {
  readonly keys: DeviceKeyStore;
  /** Finishes an erasure whose last try was spent when the power went. */
  state(): Promise<VaultState>;
  /** @throws when there is one already: another tab was faster */
  create(password: EntryPassword): Promise<Vault>;
  unlock(typedPassword: string): Promise<Unlocked>;
  /** S28: without the password there is only this. The debt to the server names no serial. */
  erase(): Promise<void>;
}

export interface VaultDoorOptions {
  readonly platform: Platform;
  readonly stretch: StretchPassword;
  readonly tabs: TabChannel;
  /** Where the device key lies: in this database, or in the host of the app. */
  readonly openKeys: (platform: Platform, database: Database) => DeviceKeyStore;
}

interface Door extends VaultDoorOptions {
  readonly database: Database;
}

export async function openVaultDoor(options: VaultDoorOptions): Promise<VaultDoor> {
  const door: Door = { ...options, database: await openDatabase() };
  const alone = <Value>(work: () => Promise<Value>): Promise<Value> =>
    navigator.locks.request("ramznama entry", work);
  return {
    keys: door.openKeys(door.platform, door.database),
    state: () => alone(() => loadState(door)),
    create: (password) => alone(() => createVault(door, password)),
    unlock: (typedPassword) => alone(() => unlock(door, typedPassword)),
    erase: () => alone(() => erase(door)),
  };
}

async function loadState(door: Door): Promise<VaultState> {
  const stored = await loadStored(door);
  if (stored === undefined) return { kind: "none" };
  if (stored.attempts < attemptsMax) {
    return { kind: "locked", attemptsLeft: attemptsMax - stored.attempts };
  }
  await erase(door);
  return { kind: "none" };
}

function loadStored({ database }: Door): Promise<StoredVault | undefined> {
  return transact(database, "readonly", (stores) => stores.loadVault());
}

async function createVault(door: Door, password: EntryPassword): Promise<Vault> {
  const { platform, database, stretch } = door;
  const boundKey = await generateBoundKey(platform);
  const header = makeHeader(platform);
  const unlockKey = await deriveUnlockKey(platform, stretch, boundKey, password, header);
  const keyBytes = platform.random(32);
  const wrappedKey = await sealBytes(platform, unlockKey, keyBytes, slotPlace(header));
  await transact(database, "readwrite", async (stores) => {
    if ((await stores.loadVault()) !== undefined) throw new TypeError("there is a vault already");
    await stores.clearRecords();
    await stores.saveVault({ header, wrappedKey, attempts: 0, boundKey });
  });
  return openWith(door, header, keyBytes);
}

async function unlock(door: Door, typedPassword: string): Promise<Unlocked> {
  const { database, tabs } = door;
  const attempt = await transact(database, "readwrite", recordAttempt);
  if (attempt === undefined) return { ok: false, reason: "no_vault" };
  const keyBytes = await tryPassword(door, attempt, entryPasswordForms(typedPassword));
  if (keyBytes !== undefined) {
    await recordAttempts(door, attempt, 0);
    const vault = await openWith(door, attempt.header, keyBytes);
    await moveCodeKeys(vault);
    return { ok: true, vault };
  }
  if (attempt.attempts < attemptsMax) {
    tabs.tell("attempted");
    return { ok: false, reason: "wrong_password", attemptsLeft: attemptsMax - attempt.attempts };
  }
  await erase(door);
  return { ok: false, reason: "erased" };
}

/** Durable before the derivation: closing the tab or pulling the plug does not give the try back. */
async function recordAttempt(stores: Stores): Promise<StoredVault | undefined> {
  const stored = await stores.loadVault();
  if (stored === undefined) return undefined;
  const attempt = { ...stored, attempts: stored.attempts + 1 };
  await stores.saveVault(attempt);
  return attempt;
}

async function tryPassword(
  door: Door,
  attempt: StoredVault,
  passwords: readonly EntryPassword[],
): Promise<Bytes | undefined> {
  const { platform, stretch } = door;
  const header = parseSlotHeader(attempt.header);
  if (header === undefined) throw new VaultError("vault_damaged");
  try {
    for (const password of passwords) {
      const key = await deriveUnlockKey(platform, stretch, attempt.boundKey, password, header);
      const bytes = await openBytes(platform, key, attempt.wrappedKey, slotPlace(header));
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  } catch (error) {
    // Nothing was tried: a device short of memory must not count its way to the erasure.
    await recordAttempts(door, attempt, attempt.attempts - 1);
    throw error;
  }
}

function recordAttempts(
  { database }: Door,
  { header }: StoredVault,
  attempts: number,
): Promise<void> {
  return transact(database, "readwrite", async (stores) => {
    const stored = await stores.loadVault();
    if (stored?.header.vaultId !== header.vaultId) throw new VaultError("vault_gone");
    await stores.saveVault({ ...stored, attempts });
  });
}

/** One transaction: slot, bound key and records go together, and the debt appears with it. */
async function erase({ database, tabs }: Door): Promise<void> {
  await transact(database, "readwrite", async (stores) => {
    if ((await stores.loadVault()) === undefined) return;
    await stores.saveVault(undefined);
    await stores.clearRecords();
    const device = await stores.loadDevice();
    const hasKey = device.key !== undefined || device.hasOutsideKey === true;
    if (hasKey) await stores.saveDevice({ ...device, owedErasure: true });
  });
  tabs.tell("erased");
}

async function openWith(door: Door, header: SlotHeader, keyBytes: Bytes): Promise<Vault> {
  const { platform, database } = door;
  const vaultKey = await importSealingKey(platform, keyBytes);
  wipe(keyBytes);
  return openIndexedDbVault({ platform, database, vaultId: header.vaultId, vaultKey });
}

function makeHeader(platform: Platform): SlotHeader {
  const name = () => encodeBase64url(platform.random(16));
  return { version: 1, slot: "password", vaultId: name(), salt: name(), ...derivation };
}
