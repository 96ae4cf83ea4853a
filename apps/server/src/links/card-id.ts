import type { Keyring } from "../keys/index.ts";

/** How the desk names a card whose number it sees masked only: good for this customer, and for nothing else. */
export const cardIdOf = (keyring: Keyring, customerId: string, cardNumber: string): string =>
  keyring.digest("subject", "desk-card", customerId, cardNumber).toString("hex").slice(0, 32);
