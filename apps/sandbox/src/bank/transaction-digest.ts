import { createHash } from "node:crypto";

/** SHA-256 over amount and payee as base64url: what a code is given for (api.md, Channels). */
export function digestTransaction(amountRials: number, payee: string): string {
  return createHash("sha256").update(`${amountRials}\n${payee}`).digest("base64url");
}
