/** What keeps the vault from working at all; the texts are chosen where people read them. */

export type VaultErrorCode =
  /** No IndexedDB here: a private window, a setting, a policy. */
  | "storage_unavailable"
  | "storage_full"
  /** Another tab has erased it. */
  | "vault_gone"
  /** Altered, or cut by the browser. */
  | "vault_damaged"
  /** Too little memory for Argon2id. */
  | "memory_short"
  /** The host of the app does not sign: its key store is locked or broken. */
  | "device_key_unavailable";

export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}
