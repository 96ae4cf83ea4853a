/** What the core bank knows, and the pure questions asked of it. */
import type { AccountNumber } from "@ramznama/persian";
import { toTimestamp } from "../platform/clock.ts";
import type { CardNumber, CustomerId, MobileNumber, People, PersonOnFile } from "../people.ts";

interface CoreCard {
  readonly number: CardNumber;
  /** The number on file that this card came in place of; its PIN and CVV2 stay. */
  readonly replaces?: CardNumber;
  readonly expiry: string;
  /** False once the card was reissued with another number. */
  readonly active: boolean;
}

export interface CoreCustomer {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly nationalId: string;
  readonly mobile: MobileNumber | null;
  /** RFC 3339; null when the number never changed as far as the bank knows. */
  readonly mobileChangedAt: string | null;
  readonly gatewayLogin: string | null;
  readonly cards: readonly CoreCard[];
  readonly accounts: readonly AccountNumber[];
}

export interface CoreBank {
  readonly customers: readonly CoreCustomer[];
  /** Rials on each account. */
  readonly balances: ReadonlyMap<AccountNumber, number>;
  /** Newest first. */
  readonly movements: readonly Movement[];
}

/** Money that left one account, for another or for somebody outside the bank. */
export interface Movement {
  readonly from: AccountNumber;
  readonly to: AccountNumber | null;
  readonly amountRials: number;
  /** What people read: the payee or the purpose. */
  readonly description: string;
  /** Made by the channel; what was moved under it is moved once. */
  readonly reference: string;
  readonly at: string;
}

/** A lookup names exactly one property. */
export type Lookup =
  | { readonly customerId: string }
  | { readonly nationalId: string }
  | { readonly cardNumber: string }
  | { readonly account: string }
  | { readonly mobile: string }
  | { readonly gatewayLogin: string };

const HOUR_MILLISECONDS = 3_600_000;

/** The bank as it opens for the first time, at `firstStart` (milliseconds since 1970). */
export function openCoreBank(people: People, firstStart: number): CoreBank {
  return {
    customers: people.customers.map((person) => openCustomer(person, firstStart)),
    balances: new Map(
      people.customers.flatMap(({ accounts }) =>
        accounts.map(({ number, balanceRials }) => [number, balanceRials] as const),
      ),
    ),
    movements: [],
  };
}

function openCustomer(person: PersonOnFile, firstStart: number): CoreCustomer {
  const { customerId, name, nationalId, mobile, gatewayLogin, mobileChangedHoursAgo } = person;
  return {
    customerId,
    name,
    nationalId,
    mobile,
    mobileChangedAt:
      mobileChangedHoursAgo === undefined
        ? null
        : toTimestamp(firstStart - mobileChangedHoursAgo * HOUR_MILLISECONDS),
    gatewayLogin,
    cards: person.cards.map(({ number, expiry }) => ({ number, expiry, active: true })),
    accounts: person.accounts.map(({ number }) => number),
  };
}

/** Everyone the lookup fits: nobody, one person, or all holders of a joint account. */
export function findCustomers(bank: CoreBank, lookup: Lookup): readonly CoreCustomer[] {
  return bank.customers.filter((customer) => isFoundBy(customer, lookup));
}

function isFoundBy(customer: CoreCustomer, lookup: Lookup): boolean {
  if ("customerId" in lookup) return customer.customerId === lookup.customerId;
  if ("nationalId" in lookup) return customer.nationalId === lookup.nationalId;
  if ("mobile" in lookup) return customer.mobile === lookup.mobile;
  if ("gatewayLogin" in lookup) {
    // As people type it: a login name is one whatever its case.
    return customer.gatewayLogin?.toLowerCase() === lookup.gatewayLogin.toLowerCase();
  }
  if ("account" in lookup) return customer.accounts.some((number) => number === lookup.account);
  return customer.cards.some(({ number }) => number === lookup.cardNumber);
}

/** Who may sign for the account. */
export function holdersOf(bank: CoreBank, account: AccountNumber): readonly CustomerId[] {
  return findCustomers(bank, { account }).map(({ customerId }) => customerId);
}

/** The customer whose live card it is. */
export function findCardHolder(bank: CoreBank, card: string): CoreCustomer | undefined {
  return bank.customers.find(({ cards }) =>
    cards.some(({ active, number }) => active && number === card),
  );
}

/** In this bank a card draws on its holder's first account. */
export function accountOfCard(bank: CoreBank, card: string): AccountNumber | undefined {
  return findCardHolder(bank, card)?.accounts[0];
}

export function balanceOf(bank: CoreBank, account: AccountNumber): number {
  return bank.balances.get(account) ?? 0;
}
