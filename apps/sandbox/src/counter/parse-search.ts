/** What a teller looks for: exactly one property of the customer, in the words of the contract. */
import type { RouteInput, searchCustomers } from "@ramznama/contract";
import {
  parseAccountNumber,
  parseCardNumber,
  type Parsed,
  parseMobile,
  parseNationalId,
  refusalText,
} from "@ramznama/persian";
import { z } from "zod";

export const SEARCH_KINDS = {
  nationalId: "کد ملی",
  mobile: "تلفن همراه",
  account: "شماره حساب",
  cardNumber: "شماره کارت",
} as const;

export const SearchForm = z.strictObject({
  by: z.enum(["nationalId", "mobile", "account", "cardNumber"]),
  number: z.string().max(128),
});

export type SearchForm = z.output<typeof SearchForm>;

type Search = RouteInput<typeof searchCustomers>["body"];

export function parseSearch({ by, number }: SearchForm): Parsed<Search, string> {
  switch (by) {
    case "nationalId": {
      const parsed = parseNationalId(number);
      if (parsed.ok) return { ok: true, value: { nationalId: parsed.value } };
      return { ok: false, reason: refusalText(by, parsed.reason, "fa") };
    }
    case "mobile": {
      const parsed = parseMobile(number);
      if (parsed.ok) return { ok: true, value: { mobile: parsed.value } };
      return { ok: false, reason: refusalText(by, parsed.reason, "fa") };
    }
    case "account": {
      const parsed = parseAccountNumber(number);
      if (parsed.ok) return { ok: true, value: { account: parsed.value } };
      return { ok: false, reason: refusalText("accountNumber", parsed.reason, "fa") };
    }
    case "cardNumber": {
      const parsed = parseCardNumber(number);
      if (parsed.ok) return { ok: true, value: { cardNumber: parsed.value } };
      return { ok: false, reason: refusalText(by, parsed.reason, "fa") };
    }
  }
}
