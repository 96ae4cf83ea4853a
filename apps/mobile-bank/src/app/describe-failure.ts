/** The words for what can go wrong between the phone and the bank, or on this device. */
import type { OnlineRefusal, OtherDevice } from "@ramznama/phone";
import {
  formatLongJalaliDate,
  hasProblemText,
  problemText,
  type Language,
} from "@ramznama/persian";
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
      const { code, reference, otherDevice } = refusal.problem;
      const text =
        otherDevice === undefined
          ? describeProblem(code, say, language)
          : describeOtherDevice(otherDevice, say, language);
      return reference === "" ? { text } : { text, reference };
    }
    case "not_the_bank":
      return { text: say("notTheBank") };
    case "unanswered":
      return { text: say(unansweredTexts[refusal.cause]) };
  }
}

/** S25: what stands in the way, and the way out. */
export function describeOtherDevice(device: OtherDevice, say: Say, language: Language): string {
  return say("deviceElsewhere", describeDevice(device, say, language));
}

export function describeDevice(
  { platform, registeredAt }: OtherDevice,
  say: Say,
  language: Language,
): { readonly form: string; readonly date: string } {
  const form = say(platform === null ? "formUnknown" : platform === "app" ? "formApp" : "formWeb");
  return { form, date: formatLongJalaliDate(Date.parse(registeredAt), language) };
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
  device_key_unavailable: "deviceKeyUnavailable",
} as const satisfies Readonly<Record<VaultErrorCode, string>>;
