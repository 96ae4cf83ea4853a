/**
 * From a subject to its tokens, and whether core banking still names the customer as its owner. What core banking said
 * holds for 24 hours; after that it is asked again before a code is looked at (product.md, "Who may link and enrol").
 */
import type { Purpose } from "@ramznama/contract";
import { sql } from "kysely";
import { appendAudit, systemActor } from "../audit/index.ts";
import type { CoreBank, CoreCustomer, CustomerKey } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { endLinks, subjectKeyOf } from "./link-records.ts";

const ownershipHoldsMilliseconds = 24 * 3_600 * 1_000;

export interface LinkedToken {
  readonly linkId: number;
  readonly tokenId: number;
  readonly customerId: string;
}

export const loadLinkedTokens = async (
  database: Database | Tx,
  keyring: Keyring,
  purpose: Purpose,
  subject: string,
): Promise<readonly (LinkedToken & { readonly ownershipSeenAt: Date })[]> => {
  const rows = await database
    .selectFrom("links")
    .innerJoin("tokens", "tokens.id", "links.token_id")
    .select(["links.id", "links.token_id", "links.customer_id", "links.ownership_seen_at"])
    .where("links.purpose", "=", purpose)
    .where("links.subject_key", "=", subjectKeyOf(keyring, purpose, subject))
    .where("links.ended_at", "is", null)
    .where("tokens.state", "in", ["active", "confirming"])
    .orderBy("links.token_id")
    .execute();
  return rows.map((row) => ({
    linkId: row.id,
    tokenId: row.token_id,
    customerId: row.customer_id,
    ownershipSeenAt: row.ownership_seen_at,
  }));
};

const keyFor = (purpose: Purpose, subject: string): CustomerKey => {
  switch (purpose) {
    case "card-second-password":
      return { cardNumber: subject };
    case "account-password":
      return { account: subject };
    case "gateway-login":
      return { gatewayLogin: subject };
  }
};

/** Whether core banking names this customer as one who may use the subject. */
const owns = (customer: CoreCustomer, purpose: Purpose, subject: string): boolean => {
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

interface OwnershipContext {
  readonly database: Database;
  readonly coreBank: CoreBank;
}

/**
 * Asks core banking again where its word is older than a day, and ends the links it no longer supports.
 * @throws RamznamaError `core_bank_unavailable`: without its word nothing old is believed
 */
export const confirmOwnership = async (
  { database, coreBank }: OwnershipContext,
  now: number,
  purpose: Purpose,
  subject: string,
  links: readonly (LinkedToken & { readonly ownershipSeenAt: Date })[],
): Promise<void> => {
  const stale = links.filter(
    (link) => now - link.ownershipSeenAt.getTime() > ownershipHoldsMilliseconds,
  );
  if (stale.length === 0) return;
  const customers = await coreBank.findCustomers(keyFor(purpose, subject));
  const owners = new Set(
    customers.filter((one) => owns(one, purpose, subject)).map((one) => one.customerId),
  );
  await transaction(database, async (tx) => {
    const kept = stale.filter((link) => owners.has(link.customerId));
    const lost = stale.filter((link) => !owners.has(link.customerId));
    await seeOwnership(
      tx,
      kept.map((link) => link.linkId),
      now,
    );
    await endLinks(
      tx,
      lost.map((link) => link.linkId),
      now,
    );
    await appendAudit(
      tx,
      now,
      ...lost.map((link) => ({
        type: "link.lost-ownership",
        actor: systemActor("verification"),
        customerId: link.customerId,
        details: { purpose, link: link.linkId, token: link.tokenId },
      })),
    );
  });
};

const seeOwnership = async (tx: Tx, ids: readonly number[], now: number): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .updateTable("links")
    .set({ ownership_seen_at: sql`greatest(ownership_seen_at, ${new Date(now)})` })
    .where("id", "in", ids)
    .execute();
};
