/** Asks Ramznama whether a dynamic password is good, and says what the channel needs to know. */
import { createVerification, type VerificationRequest } from "@ramznama/contract";
import type { BankClient, BankRefusal } from "./bank-client.ts";

export type CodeOutcome =
  | { readonly kind: "accepted"; readonly verificationId: string }
  /** Whatever the cause: people see one text (api.md, Channels). */
  | { readonly kind: "rejected" }
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number }
  | { readonly kind: "unanswered"; readonly refusal: BankRefusal };

export async function verifyCode(
  client: BankClient,
  request: VerificationRequest,
): Promise<CodeOutcome> {
  const answer = await client.call(createVerification, { body: request });
  if (!answer.ok) return { kind: "unanswered", refusal: answer };
  const { value } = answer;
  if (value.outcome === "accepted")
    return { kind: "accepted", verificationId: value.verificationId };
  if (value.reason !== "throttled") return { kind: "rejected" };
  return { kind: "throttled", retryAfterSeconds: value.retryAfterSeconds ?? 1 };
}
