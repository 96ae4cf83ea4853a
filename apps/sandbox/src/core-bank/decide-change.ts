/** What happens to customers over the years, as events on the core bank: pure. */
import { z } from "zod";
import { accountNumber, CardExpiry, CardNumber, CustomerId, MobileNumber } from "../people.ts";
import type { CoreBank, CoreCustomer } from "./core-bank-state.ts";

/** A change with everything in it that the replay after a restart needs. */
export const CoreBankChange = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("mobile-changed"),
    customerId: CustomerId,
    mobile: MobileNumber.nullable(),
    at: z.iso.datetime(),
  }),
  z.strictObject({
    kind: z.literal("card-reissued"),
    customerId: CustomerId,
    cardNumber: CardNumber,
    newCardNumber: CardNumber,
    /** As on the old card when absent. */
    expiry: CardExpiry.optional(),
    at: z.iso.datetime(),
  }),
  z.strictObject({
    kind: z.literal("account-ownership-ended"),
    customerId: CustomerId,
    account: accountNumber,
    at: z.iso.datetime(),
  }),
  // Journals of earlier versions hold it; Ramznama itself says now whether a login needs a code.
  z.strictObject({
    kind: z.literal("gateway-code-required"),
    customerId: CustomerId,
    required: z.boolean(),
    at: z.iso.datetime(),
  }),
]);

export type CoreBankChange = z.output<typeof CoreBankChange>;

export type ChangeOutcome =
  | { readonly ok: true; readonly bank: CoreBank; readonly customer: CoreCustomer }
  | {
      readonly ok: false;
      readonly reason: "customer_unknown" | "card_unknown" | "card_exists" | "account_unknown";
    };

type Refusal = Extract<ChangeOutcome, { ok: false }>["reason"];

export function decideChange(bank: CoreBank, change: CoreBankChange): ChangeOutcome {
  const before = bank.customers.find(({ customerId }) => customerId === change.customerId);
  if (before === undefined) return { ok: false, reason: "customer_unknown" };
  const refusal = refuseChange(bank, before, change);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const customer = changeCustomer(before, change);
  const customers = bank.customers.map((other) => (other === before ? customer : other));
  return { ok: true, bank: { ...bank, customers }, customer };
}

function refuseChange(
  bank: CoreBank,
  customer: CoreCustomer,
  change: CoreBankChange,
): Refusal | undefined {
  switch (change.kind) {
    case "mobile-changed":
    case "gateway-code-required":
      return undefined;
    case "card-reissued":
      if (!customer.cards.some((card) => card.active && card.number === change.cardNumber))
        return "card_unknown";
      return hasCard(bank, change.newCardNumber) ? "card_exists" : undefined;
    case "account-ownership-ended":
      return customer.accounts.includes(change.account) ? undefined : "account_unknown";
  }
}

function hasCard(bank: CoreBank, number: CardNumber): boolean {
  return bank.customers.some(({ cards }) => cards.some((card) => card.number === number));
}

function changeCustomer(customer: CoreCustomer, change: CoreBankChange): CoreCustomer {
  switch (change.kind) {
    case "mobile-changed":
      return { ...customer, mobile: change.mobile, mobileChangedAt: change.at };
    case "card-reissued":
      return { ...customer, cards: reissueCard(customer, change) };
    case "account-ownership-ended":
      return {
        ...customer,
        accounts: customer.accounts.filter((number) => number !== change.account),
      };
    case "gateway-code-required":
      return customer;
  }
}

/** The old number stays on file as inactive: whoever asks for it learns that the card is dead. */
function reissueCard(
  { cards }: CoreCustomer,
  change: Extract<CoreBankChange, { kind: "card-reissued" }>,
): CoreCustomer["cards"] {
  return cards.flatMap((card) =>
    card.number === change.cardNumber
      ? [
          { ...card, active: false },
          {
            number: change.newCardNumber,
            replaces: card.replaces ?? card.number,
            expiry: change.expiry ?? card.expiry,
            active: true,
          },
        ]
      : [card],
  );
}
