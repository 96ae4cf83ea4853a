/**
 * Which of the customer's accounts a token is linked to. The links come masked (`******0052`), the accounts whole, so an
 * account is found by its visible end; two that end alike are both taken for linked, and saving leaves them so.
 */
import type { CustomerSummary, TokenSummary } from "@ramznama/contract";

export interface LinkChoice {
  readonly gatewayLogin: boolean;
  readonly accounts: readonly string[];
}

export function linkedAccounts(
  accounts: CustomerSummary["accounts"],
  links: TokenSummary["links"],
): readonly string[] {
  const endings = links
    .filter(({ purpose }) => purpose === "account-password")
    .map(({ subject }) => subject.replaceAll(/[^0-9]/g, ""));
  return accounts
    .map(({ number }) => number)
    .filter((number) => endings.some((ending) => ending !== "" && number.endsWith(ending)));
}
