/** The words for what can go wrong between the phone and the bank, or on this device. */
import type { OnlineRefusal } from "@ramznama/phone";
import { hasProblemText, problemText, type Language } from "@ramznama/persian";
import type { VaultErrorCode } from "../vault/vault-error.ts";
import type { Say } from "./app-context.ts";

export interface Failure {
  readonly text: string;
  /** Finds the request in the bank's log. */
  readonly reference?: string;
}

export function describeOnlineRefusal(
  refusal: OnlineRefusal,
  say: Say,
  language: Language,
): Failure {
  switch (refusal.reason) {
    case "problem": {
      const { code, reference } = refusal.problem;
      const text = describeProblem(code, say, language);
      return reference === "" ? { text } : { text, reference };
    }
    case "not_the_bank":
      return { text: say("notTheBank") };
    case "unanswered":
      return { text: say(unansweredTexts[refusal.cause]) };
  }
}

const unansweredTexts = {
  offline: "offline",
  timeout: "timeoutActivation",
  unreadable: "unreadable",
} as const;

/** A newer server may know problems that this app does not. */
export function describeProblem(code: string, say: Say, language: Language): string {
  return hasProblemText(code) ? problemText(code, language) : say("unexpected");
}

export const vaultErrorTexts = {
  storage_unavailable: "storageUnavailable",
  storage_full: "storageFull",
  vault_gone: "erasedElsewhere",
  vault_damaged: "vaultDamaged",
  memory_short: "memoryShort",
} as const satisfies Readonly<Record<VaultErrorCode, string>>;
