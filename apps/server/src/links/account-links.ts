/** New accounts of a token: what a second person approves, and what is done then. */
import type { ApprovedWork, PrepareWork } from "../approvals/index.ts";
import { appendAudit } from "../audit/index.ts";
import type { CoreBank } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Outbox } from "../sms/index.ts";
import { lockTokenBySerial, type TokenRow } from "../tokens/index.ts";
import { accountsIn, decideLinks } from "./decide-links.ts";
import { insertLinks, keyOfRow } from "./exchange-links.ts";
import { endRivalLinks, loadLinks, rivalEvents, type LinkRow } from "./link-records.ts";
import { findHolders, tellHolders } from "./tell-holders.ts";

/**
 * The token and what it is linked to. Its way from the receipt to a working token is the customer's own and changes
 * nothing of what was asked; a stop, an end or another link does.
 */
export const accountLinksBasis = (
  keyring: Keyring,
  token: TokenRow,
  links: readonly LinkRow[],
): Buffer => {
  const stopped = token.state === "suspended" || token.state === "ended";
  const standing = stopped ? token.state : "linkable";
  const present = links.map(keyOfRow).sort();
  return keyring.digest("content", "account-links", token.serial, standing, ...present);
};

interface Context {
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
  readonly outbox: Outbox;
  readonly policy: { readonly bankName: string };
}

/** @throws RamznamaError `core_bank_unavailable`; while it is done `account_not_owned` */
export const accountLinksWork =
  (context: Context): PrepareWork =>
  async (request) => {
    const { keyring, coreBank } = context;
    const { customerId, object: serial, content: accounts } = request;
    const [owner] = await coreBank.findCustomers({ customerId });
    const holders = await findHolders(coreBank, accounts);
    const basis: ApprovedWork["basis"] = async (tx) => {
      const token = await lockTokenBySerial(tx, serial);
      return accountLinksBasis(keyring, token, await loadLinks(tx, [token.id]));
    };
    const carryOut: ApprovedWork["carryOut"] = async (tx, by) => {
      const token = await lockTokenBySerial(tx, serial);
      if (owner === undefined) throw new RamznamaError("account_not_owned");
      const wanted = decideLinks(token, owner, { gatewayLogin: false, accounts });
      if (!wanted.ok) throw new RamznamaError(wanted.reason);
      await insertLinks(tx, keyring, by.now, token, wanted.links, request.requestedBy);
      await appendAudit(tx, by.now, {
        type: "links.added",
        actor: by.actor,
        customerId,
        token,
        details: {
          added: wanted.links.length,
          requestedBy: request.requestedBy,
          approval: request.id,
        },
        reference: by.reference,
      });
      await endRivals(tx, token, by);
      await tellHolders(context, tx, accountsIn(wanted.links), holders, by.now);
    };
    return { basis, carryOut };
  };

/** One live token per subject and holder: what an active token serves now, others of the customer no longer do. */
export const endRivals = async (
  tx: Tx,
  token: TokenRow,
  by: Parameters<ApprovedWork["carryOut"]>[1],
): Promise<void> => {
  if (token.state !== "active") return;
  const rivals = await endRivalLinks(tx, token, "all", by.now);
  const { actor, reference, now } = by;
  await appendAudit(tx, now, ...rivalEvents(rivals, { actor, serial: token.serial, reference }));
};
