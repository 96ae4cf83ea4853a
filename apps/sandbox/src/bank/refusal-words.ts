/** What people read when Ramznama refuses or does not answer. */
import { problemText } from "@ramznama/persian";
import type { BankRefusal } from "./bank-client.ts";

export interface RefusalWords {
  readonly text: string;
  readonly reference?: string;
  /** The same request, sent again, may well be answered. */
  readonly mayRetry: boolean;
}

const PASSES_BY_ITSELF: ReadonlySet<string> = new Set([
  "rate_limited",
  "core_bank_unavailable",
  "database_unavailable",
  "temporarily_unavailable",
  "internal_error",
]);

export function refusalWords(refusal: BankRefusal): RefusalWords {
  if (refusal.reason === "unreachable") {
    const text =
      "سامانه رمزنما اکنون پاسخ نمی‌دهد. چیزی از دست نرفته است؛ کمی بعد دوباره تلاش کنید. این کار دو بار انجام نمی‌شود.";
    return { text, mayRetry: true };
  }
  const { code, reference } = refusal.problem;
  return { text: problemText(code, "fa"), reference, mayRetry: PASSES_BY_ITSELF.has(code) };
}
