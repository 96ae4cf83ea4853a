/** The core bank's interface, `/core/v1`. */
import { z } from "zod";
import { accountNumber, CardExpiry, CardNumber, CustomerId, MobileNumber } from "../people.ts";

const text = z.string().min(1).max(64);

/** Any text is a fair question: what no customer has finds nobody. */
export const CustomerLookup = z
  .union([
    z.strictObject({ customerId: text }),
    z.strictObject({ nationalId: text }),
    z.strictObject({ cardNumber: text }),
    z.strictObject({ account: text }),
    z.strictObject({ mobile: text }),
    z.strictObject({ gatewayLogin: text }),
  ])
  .describe("Exactly one of the properties");

export const CustomerRecord = z.strictObject({
  customerId: z.string(),
  name: z.string(),
  nationalId: z.string(),
  mobile: z.string().nullable(),
  mobileChangedAt: z.iso.datetime().nullable(),
  gatewayLogin: z.string().nullable(),
  cards: z.array(
    z.strictObject({
      number: z.string(),
      expiry: z.string().describe("Jalali year/month"),
      active: z.boolean().describe("false: reissued with another number, the card is dead"),
    }),
  ),
  accounts: z.array(
    z.strictObject({
      number: z.string(),
      holders: z.array(z.string()).describe("Customer ids; more than one: a joint account"),
    }),
  ),
});

export type CustomerRecord = z.output<typeof CustomerRecord>;

export const CustomerList = z.strictObject({
  customers: z.array(CustomerRecord).describe("Nobody, one, or all holders of a joint account"),
});

export const ChangeRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("mobile-changed"),
    customerId: CustomerId,
    mobile: MobileNumber.nullable().describe("null: the bank has no number any more"),
  }),
  z.strictObject({
    kind: z.literal("card-reissued"),
    customerId: CustomerId,
    cardNumber: CardNumber,
    newCardNumber: CardNumber.optional().describe("Made up on the bank's prefix when absent"),
    expiry: CardExpiry.optional().describe("As before when absent"),
  }),
  z.strictObject({
    kind: z.literal("account-ownership-ended"),
    customerId: CustomerId,
    account: accountNumber,
  }),
]);

export type ChangeRequest = z.output<typeof ChangeRequest>;

export const ChangedCustomer = z.strictObject({ customer: CustomerRecord });
