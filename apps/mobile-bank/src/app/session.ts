/**
 * Ramznama as this tab sees it: unusable, not set up, locked or open. Opening loads the phone itself, which is not
 * needed before; locking drops it with every key it holds.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { DeviceKey } from "@ramznama/activation";
import type { EntryPassword, Phone, Vault } from "@ramznama/phone";
import type { TabChannel } from "../vault/tab-channel.ts";
import type { Unlocked, VaultDoor } from "../vault/vault-door.ts";
import { VaultError, type VaultErrorCode } from "../vault/vault-error.ts";

export interface OpenPhone {
  readonly phone: Phone;
  readonly vault: Vault;
}

/** Why the page changed without the person's doing, or what their last act came to. */
export type Notice = "erased-here" | "erased-elsewhere" | "locked-elsewhere" | "ten-wrong";

export type SessionState =
  | { readonly kind: "opening" }
  | { readonly kind: "unusable"; readonly code: VaultErrorCode }
  | { readonly kind: "none" }
  | { readonly kind: "locked"; readonly attemptsLeft: number }
  | ({ readonly kind: "open" } & OpenPhone);

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  readonly notice: ReadonlySignal<Notice | undefined>;
  create(password: EntryPassword): Promise<void>;
  /** What came of it; the state follows. */
  unlock(typedPassword: string): Promise<Unlocked["ok"] | "erased">;
  /** In every tab, because a person asks for it. */
  readonly lock: () => void;
  /** In this tab alone, which nobody has touched; another one may be in use. */
  readonly lockIdle: () => void;
  erase(): Promise<void>;
  /** Signs for this device; needs no entry password. */
  loadDeviceKey(): Promise<DeviceKey | undefined>;
  /** Tells the server of a vault that was erased; needs no entry password. */
  settle(): Promise<void>;
  /** For what an open page runs into: the vault is gone, damaged or cannot be written. */
  readonly fail: (error: unknown) => void;
}

export interface SessionOptions {
  readonly openDoor: () => Promise<VaultDoor>;
  readonly tabs: TabChannel;
  /** Loaded when it is needed first. */
  readonly loadPhone: () => Promise<PhoneMaker>;
  /** What an open phone is shown with: it comes with the phone, or the vault stays closed. */
  readonly loadScreens: () => Promise<unknown>;
}

export interface PhoneMaker {
  compose(vault: Vault, door: VaultDoor): Phone;
  settleErasure(door: VaultDoor): Promise<unknown>;
}

export function createSession(options: SessionOptions): Session {
  const { openDoor, tabs, loadPhone, loadScreens } = options;
  const state = signal<SessionState>({ kind: "opening" });
  const notice = signal<Notice | undefined>(undefined);
  let opened: Promise<VaultDoor> | undefined;
  const door = (): Promise<VaultDoor> => (opened ??= openDoor());

  function fail(error: unknown): void {
    if (!(error instanceof VaultError)) throw error;
    if (error.code === "vault_gone") void forget("erased-elsewhere");
    else state.value = { kind: "unusable", code: error.code };
  }

  async function look(): Promise<void> {
    try {
      state.value = await (await door()).state();
    } catch (error) {
      opened = undefined;
      fail(error);
    }
  }

  async function forget(why: Notice | undefined): Promise<void> {
    state.value = { kind: "opening" };
    notice.value = why;
    await look();
  }

  function lockIdle(): void {
    if (state.value.kind === "open") void forget(undefined);
  }

  async function loadParts(): Promise<PhoneMaker> {
    const [phoneMaker] = await Promise.all([loadPhone(), loadScreens()]);
    return phoneMaker;
  }

  async function enter(vault: Vault): Promise<void> {
    const phone = (await loadParts()).compose(vault, await door());
    notice.value = undefined;
    state.value = { kind: "open", phone, vault };
  }

  async function settle(): Promise<void> {
    try {
      const opened = await door();
      if (await opened.keys.loadOwedErasure()) await (await loadPhone()).settleErasure(opened);
    } catch {
      // At the next start, or when the network is back.
    }
  }

  tabs.listen((news) => {
    const { kind } = state.value;
    if (news === "erased" && kind !== "none") void forget("erased-elsewhere");
    else if (news === "locked" && kind === "open") void forget("locked-elsewhere");
    else if (kind !== "open") void look();
  });
  void look();

  return {
    state,
    notice,
    create: async (password) => {
      // First, so that a part that does not arrive leaves nothing half made.
      await loadParts();
      const vault = await (await door()).create(password);
      tabs.tell("created");
      await enter(vault);
    },
    unlock: async (typedPassword) => {
      // While the password is stretched; what does not arrive is said by `enter`.
      loadParts().catch(() => undefined);
      const outcome = await (await door()).unlock(typedPassword);
      if (outcome.ok) {
        await enter(outcome.vault);
        return true;
      }
      if (outcome.reason === "erased") {
        void settle();
        await forget("ten-wrong");
        return "erased";
      }
      if (outcome.reason === "wrong_password") {
        state.value = { kind: "locked", attemptsLeft: outcome.attemptsLeft };
      } else await look();
      return false;
    },
    lock: () => {
      if (state.value.kind === "open") tabs.tell("locked");
      lockIdle();
    },
    lockIdle,
    erase: async () => {
      await (await door()).erase();
      void settle();
      await forget("erased-here");
    },
    loadDeviceKey: async () => (await door()).keys.load(),
    settle,
    fail,
  };
}
