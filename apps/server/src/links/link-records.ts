/** The rows that say which token answers for which card, account or login. */
import type { Purpose } from "@ramznama/contract";
import {
  maskAccountNumber,
  maskCardNumber,
  parseAccountNumber,
  parseCardNumber,
} from "@ramznama/persian";
import { sql, type Selectable } from "kysely";
import type { Actor, AuditEvent } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Database, Tables, Tx } from "../platform/database.ts";

export type LinkRow = Selectable<Tables["links"]>;

/** Logins are compared without regard to case; card and account numbers are digits already. */
export const subjectKeyOf = (keyring: Keyring, purpose: Purpose, subject: string): Buffer =>
  keyring.digest("subject", purpose, purpose === "gateway-login" ? subject.toLowerCase() : subject);

/** `628023******1234`, an account's last four digits, or the login as it is. */
export const maskedSubject = (purpose: Purpose, subject: string): string => {
  if (purpose === "gateway-login") return subject;
  if (purpose === "account-password") {
    const account = parseAccountNumber(subject);
    return account.ok ? maskAccountNumber(account.value) : "****";
  }
  const card = parseCardNumber(subject);
  return card.ok ? maskCardNumber(card.value) : "****";
};

export const loadLinks = (
  database: Database | Tx,
  tokenIds: readonly number[],
): Promise<LinkRow[]> =>
  tokenIds.length === 0
    ? Promise.resolve([])
    : database
        .selectFrom("links")
        .selectAll()
        .where("token_id", "in", tokenIds)
        .where("ended_at", "is", null)
        .orderBy("id")
        .execute();

interface NewLink {
  readonly tokenId: number;
  readonly customerId: string;
  readonly purpose: Purpose;
  readonly subject: string;
  readonly linkedBy: string;
}

/** Records a link whose ownership core banking has just stated. */
export const insertLink = async (
  tx: Tx,
  keyring: Keyring,
  now: number,
  link: NewLink,
): Promise<void> => {
  await tx
    .insertInto("links")
    .values({
      token_id: link.tokenId,
      customer_id: link.customerId,
      purpose: link.purpose,
      subject_key: subjectKeyOf(keyring, link.purpose, link.subject),
      subject: maskedSubject(link.purpose, link.subject),
      linked_at: new Date(now),
      linked_by: link.linkedBy,
      ownership_seen_at: new Date(now),
      ended_at: null,
    })
    .execute();
};

/** Returns those that were not ended already. */
export const endLinks = async (
  tx: Tx,
  ids: readonly number[],
  now: number,
): Promise<readonly LinkRow[]> =>
  ids.length === 0
    ? []
    : tx
        .updateTable("links")
        .set({ ended_at: new Date(now) })
        .where("id", "in", ids)
        .where("ended_at", "is", null)
        .returningAll()
        .execute();

/**
 * One live token per subject and holder: when a token begins to answer for its subjects, the same customer's other
 * tokens stop answering for them.
 * @param only `older`: a token that becomes active late must not end a newer one whose receipt the customer holds; one
 * that is at work already gives way, or two would answer for one subject
 */
export const endRivalLinks = async (
  tx: Tx,
  token: { readonly id: number },
  only: "older" | "all",
  now: number,
): Promise<readonly LinkRow[]> => {
  const rivals = sql<LinkRow>`
    update links as rival set ended_at = ${new Date(now)}
    from links as own
    where own.token_id = ${token.id} and own.ended_at is null
      and rival.subject_key = own.subject_key and rival.purpose = own.purpose
      and rival.customer_id = own.customer_id
      and rival.token_id <> own.token_id and rival.ended_at is null
      and (${only === "all"} or rival.token_id < own.token_id or exists (
        select from tokens where id = rival.token_id and state in ('active', 'suspended')))
    returning rival.*`;
  return (await rivals.execute(tx)).rows;
};

/** The events of links that ended because another token answers for their subject now. */
export const rivalEvents = (
  ended: readonly LinkRow[],
  by: { readonly actor: Actor; readonly serial: string; readonly reference: string },
): AuditEvent[] =>
  ended.map((link) => ({
    type: "link.taken-over",
    actor: by.actor,
    customerId: link.customer_id,
    details: { purpose: link.purpose, subject: link.subject, token: link.token_id, by: by.serial },
    reference: by.reference,
  }));
