/** The sandbox's customers as far as the walk needs them; only those who can do the whole main job. */
import { z } from "zod";

const customerSchema = z.object({
  customerId: z.string(),
  nationalId: z.string(),
  mobile: z.string().nullable(),
  gatewayLogin: z.string().nullable(),
  cards: z.array(z.object({ number: z.string() })),
  accounts: z.array(z.object({ number: z.string(), jointHolders: z.array(z.string()).optional() })),
  mobileChangedHoursAgo: z.number().optional(),
});

const peopleSchema = z.object({ customers: z.array(customerSchema) });

export interface Walker {
  readonly customerId: string;
  readonly nationalId: string;
  readonly mobile: string;
  readonly gatewayLogin: string;
  readonly cards: readonly string[];
  /** Theirs alone. */
  readonly account: string;
}

/** Those with the most cards first: limits of a day are counted by card. */
export function parseWalkers(json: unknown): readonly Walker[] {
  return peopleSchema
    .parse(json)
    .customers.flatMap(parseWalker)
    .sort((one, other) => other.cards.length - one.cards.length);
}

function parseWalker(customer: z.infer<typeof customerSchema>): readonly Walker[] {
  const { customerId, nationalId, mobile, gatewayLogin } = customer;
  const account = customer.accounts.find(({ jointHolders }) => jointHolders === undefined);
  if (mobile === null || gatewayLogin === null || account === undefined) return [];
  if (customer.mobileChangedHoursAgo !== undefined || customer.cards.length === 0) return [];
  const cards = customer.cards.map(({ number }) => number);
  return [{ customerId, nationalId, mobile, gatewayLogin, cards, account: account.number }];
}
