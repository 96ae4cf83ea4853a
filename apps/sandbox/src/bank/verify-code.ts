/** Asks Ramznama whether a dynamic password is good, and says what the channel needs to know. */
import { createVerification, type VerificationRequest } from "@ramznama/contract";
import type { BankClient, BankRefusal } from "./bank-client.ts";

export type CodeOutcome =
  | { readonly kind: "accepted"; readonly verificationId: string }
  /** Whatever the cause, a delay among them: people see one text, and the teller tells why (api.md, Channels). */
  | { readonly kind: "rejected" }
  | { readonly kind: "unanswered"; readonly refusal: BankRefusal };

export async function verifyCode(
  client: BankClient,
  request: VerificationRequest,
): Promise<CodeOutcome> {
  const answer = await client.call(createVerification, { body: request });
  if (!answer.ok) return { kind: "unanswered", refusal: answer };
  const { outcome, verificationId } = answer.value;
  return outcome === "accepted" ? { kind: outcome, verificationId } : { kind: outcome };
}
