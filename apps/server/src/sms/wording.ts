/** Small words for messages: masked numbers and what a token serves. */
import { maskMobile, parseMobile, type TokenSubject } from "@ramznama/persian";
import type { TokenRow } from "../tokens/index.ts";

/** `0912***4567`; core banking's numbers are parsed at its border. */
export const maskedMobile = (mobile: string): string => {
  const parsed = parseMobile(mobile);
  return parsed.ok ? maskMobile(parsed.value) : "";
};

export const smsSubjectOf = (token: Pick<TokenRow, "kind" | "subject">): TokenSubject =>
  token.kind === "card"
    ? { kind: "card", maskedCardNumber: token.subject }
    : { kind: "account-gateway" };
