/** S5: a teller connects an account/gateway token to the customer's login, accounts, or both. */
import { replaceLinks } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { CoreBank } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { loadTokenBySerial, lockCustomer, lockTokenBySerial } from "../tokens/index.ts";
import { decideLinks, type WantedLink } from "./decide-links.ts";
import {
  endLinks,
  endRivalLinks,
  insertLink,
  loadLinks,
  rivalEvents,
  subjectKeyOf,
  type LinkRow,
} from "./link-records.ts";

interface LinksContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
}

export const linksRoutes =
  (context: LinksContext): RegisterRoutes =>
  (serve) => {
    serve(replaceLinks, async ({ caller, params, body, reference }) => {
      const { database, clock, coreBank, keyring } = context;
      const known = await loadTokenBySerial(database, params.serial);
      if (known === undefined) throw new RamznamaError("token_not_found");
      const [owner] = await coreBank.findCustomers({ customerId: known.customer_id });
      return transaction(database, async (tx) => {
        await lockCustomer(tx, known.customer_id);
        const token = await lockTokenBySerial(tx, params.serial);
        const outcome =
          owner === undefined
            ? ({ ok: false, reason: "link_not_allowed" } as const)
            : decideLinks(token, owner, body);
        if (!outcome.ok) throw new RamznamaError(outcome.reason);
        const now = clock.now();
        const changes = await exchangeLinks(tx, keyring, now, token, outcome.links, caller.user);
        const rivals = token.state === "active" ? await endRivalLinks(tx, token, "all", now) : [];
        await appendAudit(tx, now, {
          type: "links.replaced",
          actor: actorOf(caller),
          customerId: token.customer_id,
          token,
          details: { ...changes, gatewayLogin: body.gatewayLogin, accounts: body.accounts.length },
          reference,
        });
        const by = { actor: actorOf(caller), serial: token.serial, reference };
        await appendAudit(tx, now, ...rivalEvents(rivals, by));
        return { links: (await loadLinks(tx, [token.id])).map(linkOf) };
      });
    });
  };

/** Ends what is no longer wanted, adds what is new, and leaves alone what stays. */
const exchangeLinks = async (
  tx: Tx,
  keyring: Keyring,
  now: number,
  token: { readonly id: number; readonly customer_id: string },
  wanted: readonly WantedLink[],
  linkedBy: string,
): Promise<{ added: number; ended: number }> => {
  const present = await loadLinks(tx, [token.id]);
  const keyOf = (purpose: string, key: Uint8Array) =>
    `${purpose}:${Buffer.from(key).toString("hex")}`;
  const wantedKeys = new Map(
    wanted.map((link) => [
      keyOf(link.purpose, subjectKeyOf(keyring, link.purpose, link.subject)),
      link,
    ]),
  );
  const surplus = present.filter((row) => !wantedKeys.has(keyOf(row.purpose, row.subject_key)));
  await endLinks(
    tx,
    surplus.map((row) => row.id),
    now,
  );
  for (const row of present) wantedKeys.delete(keyOf(row.purpose, row.subject_key));
  for (const link of wantedKeys.values()) {
    await insertLink(tx, keyring, now, {
      tokenId: token.id,
      customerId: token.customer_id,
      purpose: link.purpose,
      subject: link.subject,
      linkedBy,
    });
  }
  return { added: wantedKeys.size, ended: surplus.length };
};

const linkOf = (row: LinkRow) => ({
  purpose: row.purpose,
  subject: row.subject,
  linkedAt: rfc3339(row.linked_at),
});
