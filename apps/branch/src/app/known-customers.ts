/** A customer who was found just now is shown at once and not looked up twice; whoever is opened later is asked anew. */
import type { CustomerSummary } from "@ramznama/contract";

export interface KnownCustomers {
  see(customer: CustomerSummary): void;
  /** Once. */
  take(customerId: string): CustomerSummary | undefined;
}

export function createKnownCustomers(): KnownCustomers {
  let seen: CustomerSummary | undefined;
  return {
    see: (customer) => {
      seen = customer;
    },
    take: (customerId) => {
      const taken = seen?.customerId === customerId ? seen : undefined;
      seen = undefined;
      return taken;
    },
  };
}
