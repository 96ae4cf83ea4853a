/** What every dialog over a customer is given. */
import type { CustomerSummary, TokenSummary } from "@ramznama/contract";
import type { Failure } from "../app/bank-client.ts";
import type { OpenDialog } from "./open-dialog.ts";

export interface DialogFrame {
  readonly customer: CustomerSummary;
  readonly tokens: readonly TokenSummary[];
  readonly onClose: () => void;
  /** It is done: said in words, everything is asked anew, and what comes next opens. */
  readonly onDone: (words: string | undefined, next?: OpenDialog) => void;
  /** For refusals that say more about what is shown than about what was asked. */
  readonly onFailure: (failure: Failure) => void;
}
