/** What changes when a token's links are to be a given set: what is there and not wanted, what is wanted and not there. */
import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import type { WantedLink } from "./decide-links.ts";
import { insertLink, subjectKeyOf, type LinkRow } from "./link-records.ts";

export interface LinkChanges {
  readonly surplus: readonly LinkRow[];
  readonly fresh: readonly WantedLink[];
}

export const compareLinks = (
  keyring: Keyring,
  present: readonly LinkRow[],
  wanted: readonly WantedLink[],
): LinkChanges => {
  const wantedByKey = new Map(
    wanted.map((link) => [
      linkKey(link.purpose, subjectKeyOf(keyring, link.purpose, link.subject)),
      link,
    ]),
  );
  const surplus = present.filter((row) => !wantedByKey.has(keyOfRow(row)));
  for (const row of present) wantedByKey.delete(keyOfRow(row));
  return { surplus, fresh: [...wantedByKey.values()] };
};

const linkKey = (purpose: string, key: Uint8Array): string =>
  `${purpose}:${Buffer.from(key).toString("hex")}`;

/** Names what the link is for, in no readable way. */
export const keyOfRow = (row: Pick<LinkRow, "purpose" | "subject_key">): string =>
  linkKey(row.purpose, row.subject_key);

export const insertLinks = async (
  tx: Tx,
  keyring: Keyring,
  now: number,
  token: { readonly id: number; readonly customer_id: string },
  links: readonly WantedLink[],
  linkedBy: string,
): Promise<void> => {
  for (const { purpose, subject } of links) {
    await insertLink(tx, keyring, now, {
      tokenId: token.id,
      customerId: token.customer_id,
      purpose,
      subject,
      linkedBy,
    });
  }
};
