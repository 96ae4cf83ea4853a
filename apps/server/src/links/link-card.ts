import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import { insertLink } from "./link-records.ts";

/** A card token answers for its card from the moment it is issued; only its state decides whether it works. */
export const linkCard = (
  tx: Tx,
  keyring: Keyring,
  now: number,
  card: {
    readonly tokenId: number;
    readonly customerId: string;
    readonly cardNumber: string;
    readonly linkedBy: string;
  },
): Promise<void> =>
  insertLink(tx, keyring, now, {
    tokenId: card.tokenId,
    customerId: card.customerId,
    purpose: "card-second-password",
    subject: card.cardNumber,
    linkedBy: card.linkedBy,
  });
