/** The words for what did not work: cause and next step. */
import { branchText, deskProblemText, type Language } from "@ramznama/persian";
import type { Failure } from "./bank-client.ts";

export function describeFailure({ code }: Failure, language: Language): string {
  switch (code) {
    case "unreachable":
      return branchText("noServer", language);
    case "foreign":
      return branchText("foreignAnswer", language);
    default:
      // A newer server may know problems that this page does not.
      return deskProblemText(code, language) ?? branchText("unexpected", language);
  }
}

const conflicts: readonly string[] = [
  "token_state_conflict",
  "approval_decided",
  "approval_voided",
  "approval_expired",
  "approval_not_found",
  "device_not_found",
];

/** A colleague was faster: what is on the screen is not so any more. */
export const isConflict = ({ code }: Failure): boolean => conflicts.includes(code);
