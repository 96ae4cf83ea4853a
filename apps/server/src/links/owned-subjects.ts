/** What an imported token may answer for: subjects of its customer, for which no token of theirs works already. */
import type { Purpose } from "@ramznama/contract";
import type { CoreCustomer } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import { liveStates } from "../tokens/index.ts";
import { subjectKeyOf } from "./link-records.ts";

export interface LinkedSubject {
  readonly purpose: Purpose;
  readonly subject: string;
}

/** Whether core banking names this customer as one who may use the subject. */
export const ownsSubject = (
  customer: CoreCustomer,
  { purpose, subject }: LinkedSubject,
): boolean => {
  switch (purpose) {
    case "card-second-password":
      return customer.cards.some((card) => card.active && card.number === subject);
    case "account-password":
      return customer.accounts.some(
        (account) => account.number === subject && account.holders.includes(customer.customerId),
      );
    case "gateway-login":
      return customer.gatewayLogin?.toLowerCase() === subject.toLowerCase();
  }
};

/** Whether a live token of this customer answers for the subject. The caller holds the customer's lock. */
export const isSubjectTaken = async (
  tx: Tx,
  keyring: Keyring,
  customerId: string,
  { purpose, subject }: LinkedSubject,
): Promise<boolean> => {
  const row = await tx
    .selectFrom("links")
    .innerJoin("tokens", "tokens.id", "links.token_id")
    .select("links.id")
    .where("links.purpose", "=", purpose)
    .where("links.subject_key", "=", subjectKeyOf(keyring, purpose, subject))
    .where("links.customer_id", "=", customerId)
    .where("links.ended_at", "is", null)
    .where("tokens.state", "in", liveStates)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
