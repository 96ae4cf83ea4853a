/**
 * From a subject to its tokens, and whether core banking still names the customer as its owner. What core banking said
 * holds for 24 hours; after that it is asked again before a code is looked at (product.md, "Who may link and enrol").
 */
import type { Purpose } from "@ramznama/contract";
import { sql } from "kysely";
import { appendAudit, systemActor } from "../audit/index.ts";
import type { CoreBank } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { endToken, lockTokens } from "../tokens/index.ts";
import { endLinks, subjectKeyOf, type LinkRow } from "./link-records.ts";
import { ownsSubject } from "./owned-subjects.ts";

const ownershipHoldsMilliseconds = 24 * 3_600 * 1_000;

/** Core banking's word from before this moment is old. @param now milliseconds since the Unix epoch */
export const ownershipHoldsSince = (now: number): Date =>
  new Date(now - ownershipHoldsMilliseconds);

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

/** Links about which core banking has not been heard for a day. */
export const staleLinks = <L extends { readonly ownershipSeenAt: Date }>(
  links: readonly L[],
  now: number,
): readonly L[] => links.filter((link) => link.ownershipSeenAt < ownershipHoldsSince(now));

interface OwnershipContext {
  readonly database: Database;
  readonly coreBank: CoreBank;
}

/**
 * Asks core banking again about stale links, and ends those it no longer supports; a card token dies with its card.
 * @throws RamznamaError `core_bank_unavailable`: without its word nothing old is believed
 */
export const confirmOwnership = async (
  { database, coreBank }: OwnershipContext,
  now: number,
  purpose: Purpose,
  subject: string,
  stale: readonly LinkedToken[],
): Promise<void> => {
  // Asked by the customers we know, never by what was typed: another spelling must not end anybody's link.
  const ids = [...new Set(stale.map((link) => link.customerId))];
  const found = await Promise.all(ids.map((customerId) => coreBank.findCustomers({ customerId })));
  const customers = found.flat();
  const owners = new Set(
    customers.filter((one) => ownsSubject(one, { purpose, subject })).map((one) => one.customerId),
  );
  await transaction(database, async (tx) => {
    const idsOf = (keep: boolean) =>
      stale.filter((link) => owners.has(link.customerId) === keep).map((link) => link.linkId);
    await seeOwnership(tx, idsOf(true), now);
    for (const link of await endLinks(tx, idsOf(false), now)) await loseOwnership(tx, link, now);
  });
};

const loseOwnership = async (tx: Tx, link: LinkRow, now: number): Promise<void> => {
  const actor = systemActor("verification");
  const customerId = link.customer_id;
  await appendAudit(tx, now, {
    type: "link.lost-ownership",
    actor,
    customerId,
    details: { purpose: link.purpose, subject: link.subject, token: link.token_id },
  });
  if (link.purpose !== "card-second-password") return;
  const [token] = await lockTokens(tx, [link.token_id]);
  if (token === undefined || token.state === "ended") return;
  await endToken(tx, token, "card-ended", now);
  await appendAudit(tx, now, {
    type: "token.ended",
    actor,
    customerId,
    token,
    details: { reason: "card-ended" },
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
