/**
 * One phone in one folder: bound key, device key, attempts, vault. Opening it takes the lock and finishes
 * an erasure that a crash interrupted; the vault is unlocked with the entry password.
 */
import { encodeBase64url, wipe, type Bytes, type Platform } from "@ramznama/activation";
import {
  entryPasswordForms,
  importSealingKey,
  moveCodeKeys,
  openBytes,
  sealBytes,
  slotPlace,
  type DerivationParameters,
  type DeviceKeyStore,
  type EntryPassword,
  type SlotHeader,
  type Vault,
} from "@ramznama/phone";
import { loadBoundKey, type BoundKey } from "./bound-key.ts";
import { deriveUnlockKey } from "./derive-unlock-key.ts";
import { attemptsMax, openEntryAttempts, type EntryAttempts } from "./entry-attempts.ts";
import { createFileDeviceKeyStore } from "./file-device-key-store.ts";
import { openFileVault, vaultFileName } from "./file-vault.ts";
import { lockPhone } from "./lock-phone.ts";
import { PhoneFolderError } from "./phone-folder-error.ts";
import { openPrivateFiles, type OnStep, type PrivateFiles } from "./private-files.ts";
import { parseVaultFile, writeVaultFile, type VaultFile } from "./vault-file.ts";

export interface PhoneFolderOptions {
  readonly platform: Platform;
  readonly path: string;
  /** For a new vault; an old one keeps those in its header. */
  readonly derivation?: DerivationParameters;
  readonly lockWaitMilliseconds?: number;
  readonly onStep?: OnStep;
}

export type Unlocked =
  | { readonly ok: true; readonly vault: Vault }
  | { readonly ok: false; readonly reason: "no_vault" }
  | { readonly ok: false; readonly reason: "wrong_password"; readonly attemptsLeft: number }
  /** That was the last attempt: the vault is gone, and the server will be told. */
  | { readonly ok: false; readonly reason: "erased" };

export interface PhoneFolder {
  readonly keys: DeviceKeyStore;
  hasVault(): boolean;
  /** A new vault with this entry password; there must be none. */
  createVault(password: EntryPassword): Promise<Vault>;
  unlock(typedPassword: string): Promise<Unlocked>;
  /** S28: without the password there is only this. The debt to the server names no serial. */
  eraseVault(): Promise<void>;
  close(): void;
}

/** 64 MiB and two passes: about a quarter of a second on one core of a small machine. */
export const defaultDerivation: DerivationParameters = {
  memoryKibibytes: 65_536,
  iterations: 2,
  parallelism: 1,
};

/** A vault on its way out: whoever finds this file finishes the erasure. */
const erasingFileName = "vault.erasing";

interface Opened {
  readonly platform: Platform;
  readonly files: PrivateFiles;
  readonly boundKey: BoundKey;
  readonly keys: DeviceKeyStore;
  readonly attempts: EntryAttempts;
  readonly derivation: DerivationParameters;
}

export async function openPhoneFolder(options: PhoneFolderOptions): Promise<PhoneFolder> {
  const { platform, derivation = defaultDerivation, lockWaitMilliseconds = 5_000 } = options;
  const files = openPrivateFiles(options.path, options.onStep ?? (() => undefined));
  const lock = lockPhone(files.path, lockWaitMilliseconds);
  try {
    const boundKey = loadBoundKey(platform, files);
    const keys = createFileDeviceKeyStore(platform, files, boundKey);
    const attempts = openEntryAttempts(files);
    const opened = { platform, files, boundKey, keys, attempts, derivation };
    await finishErasure(opened);
    return {
      keys,
      hasVault: () => files.has(vaultFileName),
      createVault: (password) => createVault(opened, password),
      unlock: (typedPassword) => unlock(opened, typedPassword),
      eraseVault: () => eraseVault(opened),
      close: () => {
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Of a vault on its way out, and of one whose last attempt was spent when the power went. */
async function finishErasure(opened: Opened): Promise<void> {
  if (opened.files.has(erasingFileName)) await forgetErased(opened);
  if (opened.attempts.load() >= attemptsMax) await eraseVault(opened);
}

/** Out of sight first: from then on the debt can be noted without touching a vault made later. */
async function eraseVault(opened: Opened): Promise<void> {
  if (!opened.files.has(vaultFileName)) return;
  opened.files.rename(vaultFileName, erasingFileName);
  await forgetErased(opened);
}

async function forgetErased({ keys, files }: Opened): Promise<void> {
  if ((await keys.load()) !== undefined) await keys.saveOwedErasure(true);
  files.remove(erasingFileName);
}

async function createVault(opened: Opened, password: EntryPassword): Promise<Vault> {
  const { platform, files, boundKey, attempts, derivation } = opened;
  if (files.has(vaultFileName)) throw new TypeError("there is a vault already");
  const header = makeHeader(platform, derivation);
  const unlockKey = await deriveUnlockKey(boundKey, password, header);
  const keyBytes = platform.random(32);
  const wrappedKey = await sealBytes(platform, unlockKey, keyBytes, slotPlace(header));
  const file: VaultFile = { header, wrappedKey, records: [] };
  attempts.save(0);
  files.save(vaultFileName, writeVaultFile(file));
  return openWith(opened, keyBytes, file);
}

async function unlock(opened: Opened, typedPassword: string): Promise<Unlocked> {
  const { attempts } = opened;
  const file = loadVaultFile(opened);
  if (file === undefined) return { ok: false, reason: "no_vault" };
  const attempt = attempts.load() + 1;
  // Durable before the derivation: pulling the plug does not give the attempt back.
  attempts.save(attempt);
  const keyBytes = await unwrapKey(opened, entryPasswordForms(typedPassword), file);
  if (keyBytes !== undefined) {
    attempts.save(0);
    const vault = await openWith(opened, keyBytes, file);
    await moveCodeKeys(vault);
    return { ok: true, vault };
  }
  if (attempt < attemptsMax) {
    return { ok: false, reason: "wrong_password", attemptsLeft: attemptsMax - attempt };
  }
  await eraseVault(opened);
  return { ok: false, reason: "erased" };
}

function loadVaultFile({ files }: Opened): VaultFile | undefined {
  const text = files.load(vaultFileName);
  if (text === undefined) return undefined;
  const file = parseVaultFile(text);
  if (file !== undefined) return file;
  throw new PhoneFolderError("folder_damaged", `${files.path}/${vaultFileName}`);
}

async function unwrapKey(
  { platform, boundKey }: Opened,
  passwords: readonly EntryPassword[],
  { header, wrappedKey }: VaultFile,
): Promise<Bytes | undefined> {
  for (const password of passwords) {
    const unlockKey = await deriveUnlockKey(boundKey, password, header);
    const bytes = await openBytes(platform, unlockKey, wrappedKey, slotPlace(header));
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

async function openWith(
  { platform, files }: Opened,
  keyBytes: Bytes,
  file: VaultFile,
): Promise<Vault> {
  const vaultKey = await importSealingKey(platform, keyBytes);
  wipe(keyBytes);
  return openFileVault(platform, files, vaultKey, file);
}

function makeHeader(platform: Platform, derivation: DerivationParameters): SlotHeader {
  const name = () => encodeBase64url(platform.random(16));
  return { version: 1, slot: "password", vaultId: name(), salt: name(), ...derivation };
}
