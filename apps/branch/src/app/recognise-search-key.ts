/**
 * Which number was typed into the one field of the desk: 16 digits are a card, 10 a national id, 09… a mobile number,
 * everything else an account. Where a guess may err (an account of ten digits), the teller chooses another kind.
 */
import type { RouteInput, searchCustomers } from "@ramznama/contract";
import {
  compactDigits,
  parseAccountNumber,
  parseCardNumber,
  parseMobile,
  parseNationalId,
  refusalText,
  type Language,
  type Parsed,
} from "@ramznama/persian";

export const searchKeys = ["nationalId", "cardNumber", "account", "mobile"] as const;
export type SearchKey = (typeof searchKeys)[number];

export type Search = RouteInput<typeof searchCustomers>["body"];

/** Undefined while too little is typed to say. */
export function recogniseSearchKey(text: string): SearchKey | undefined {
  const digits = compactDigits(text).replace(/^\+/, "");
  if (/^(0098|98)?0?9[0-9]{9}$/.test(digits) && parseMobile(digits).ok) {
    // A national id may begin with 09 too, and has one digit less.
    if (digits.length !== 10 || !parseNationalId(digits).ok) return "mobile";
  }
  if (digits.length === 16) return "cardNumber";
  if (digits.length === 10) return "nationalId";
  return digits.length > 10 ? "account" : undefined;
}

/** What is asked of the server, or what stands beside the field. */
export function parseSearch(
  text: string,
  key: SearchKey,
  cardPrefix: string,
  language: Language,
): Parsed<Search, string> {
  switch (key) {
    case "nationalId": {
      const parsed = parseNationalId(text);
      if (parsed.ok) return { ok: true, value: { nationalId: parsed.value } };
      return { ok: false, reason: refusalText("nationalId", parsed.reason, language) };
    }
    case "cardNumber": {
      const parsed = parseCardNumber(text, cardPrefix);
      if (parsed.ok) return { ok: true, value: { cardNumber: parsed.value } };
      return { ok: false, reason: refusalText("cardNumber", parsed.reason, language) };
    }
    case "account": {
      const parsed = parseAccountNumber(text);
      if (parsed.ok) return { ok: true, value: { account: parsed.value } };
      return { ok: false, reason: refusalText("accountNumber", parsed.reason, language) };
    }
    case "mobile": {
      const parsed = parseMobile(text);
      if (parsed.ok) return { ok: true, value: { mobile: parsed.value } };
      return { ok: false, reason: refusalText("mobile", parsed.reason, language) };
    }
  }
}
