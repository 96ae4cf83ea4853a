/** What Ramznama asks of core banking. Only here does the server learn names, cards, accounts and mobile numbers. */
import type { AccountNumber } from "@ramznama/persian";

export type CustomerKey =
  | { readonly customerId: string }
  | { readonly nationalId: string }
  | { readonly cardNumber: string }
  | { readonly account: string }
  | { readonly mobile: string }
  | { readonly gatewayLogin: string };

export interface CoreCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly nationalId: string;
  /** `09xxxxxxxxx`, or null when core banking has none. */
  readonly mobile: string | null;
  readonly mobileChangedAt: Date | null;
  readonly gatewayLogin: string | null;
  readonly cards: readonly { readonly number: string; readonly active: boolean }[];
  readonly accounts: readonly {
    readonly number: AccountNumber;
    readonly holders: readonly string[];
  }[];
}

export interface CoreBank {
  /**
   * Customers the key leads to: none, one, or several holders of a joint account.
   * @throws RamznamaError `core_bank_unavailable` when core banking is down, slow or answers nonsense
   */
  findCustomers(key: CustomerKey): Promise<readonly CoreCustomer[]>;
}
