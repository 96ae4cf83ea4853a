/** S5: a teller connects an account/gateway token to the customer's login, accounts, or both. */
import { replaceLinks, type Approval } from "@ramznama/contract";
import { maskAccountNumber, type AccountNumber } from "@ramznama/persian";
import { fileApproval, voidOpenApproval, type FilingContext } from "../approvals/index.ts";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import { rfc3339 } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import type { Outbox } from "../sms/index.ts";
import {
  loadTokenBySerial,
  lockCustomer,
  lockTokenBySerial,
  type TokenRow,
} from "../tokens/index.ts";
import { accountLinksBasis, endRivals } from "./account-links.ts";
import { accountsIn, decideLinks, type WantedLink } from "./decide-links.ts";
import { compareLinks, insertLinks } from "./exchange-links.ts";
import { endLinks, loadLinks, type LinkRow } from "./link-records.ts";
import { findHolders, tellHolders, type HoldersOf } from "./tell-holders.ts";

interface LinksContext extends FilingContext {
  readonly database: Database;
  readonly coreBank: CoreBank;
  readonly outbox: Outbox;
  readonly policy: Policy;
}

interface Wanted {
  readonly gatewayLogin: boolean;
  readonly accounts: readonly string[];
}

interface LinkRequest {
  readonly caller: StaffOfBranch;
  readonly serial: string;
  readonly wanted: Wanted;
  readonly owner: CoreCustomer | undefined;
  /** Asked for only where accounts are linked at once. */
  readonly holders: HoldersOf;
  readonly reference: string;
}

export const linksRoutes =
  (context: LinksContext): RegisterRoutes =>
  (serve) => {
    serve(replaceLinks, async ({ caller, params, body, reference }) => {
      const { database, coreBank, policy, outbox } = context;
      const known = await loadTokenBySerial(database, params.serial);
      if (known === undefined) throw new RamznamaError("token_not_found");
      const [owner] = await coreBank.findCustomers({ customerId: known.customer_id });
      const atOnce = policy.approvals.accountLinks ? [] : body.accounts;
      const holders = await findHolders(coreBank, atOnce);
      const request = { caller, ...params, wanted: body, owner, holders, reference };
      const answer = await transaction(database, async (tx) => {
        await lockCustomer(tx, known.customer_id);
        return linkAnew(context, tx, request);
      });
      outbox.worker.kick();
      return answer;
    });
  };

/** What takes away and the login are done at once; what a token gains of accounts waits for a second person. */
const linkAnew = async (context: LinksContext, tx: Tx, request: LinkRequest) => {
  const { keyring, clock, policy } = context;
  const { caller, owner, wanted, reference } = request;
  const token = await lockTokenBySerial(tx, request.serial);
  if (owner === undefined) throw new RamznamaError("link_not_allowed");
  const outcome = decideLinks(token, owner, wanted);
  if (!outcome.ok) throw new RamznamaError(outcome.reason);
  const { surplus, fresh } = compareLinks(keyring, await loadLinks(tx, [token.id]), outcome.links);
  const waits = ({ purpose }: WantedLink) =>
    purpose === "account-password" && policy.approvals.accountLinks;
  const now = clock.now();
  const atOnce = fresh.filter((link) => !waits(link));
  await endLinks(
    tx,
    surplus.map((row) => row.id),
    now,
  );
  await insertLinks(tx, keyring, now, token, atOnce, caller.user);
  const waiting = accountsIn(fresh.filter(waits));
  const actor = actorOf(caller);
  await appendAudit(tx, now, {
    type: "links.replaced",
    actor,
    customerId: token.customer_id,
    token,
    details: {
      added: atOnce.length,
      ended: surplus.length,
      waiting: waiting.length,
      gatewayLogin: wanted.gatewayLogin,
      accounts: wanted.accounts.length,
    },
    reference,
  });
  await endRivals(tx, token, { actor, reference, now });
  await tellHolders(context, tx, accountsIn(atOnce), request.holders, now);
  const links = await loadLinks(tx, [token.id]);
  const approval = await askForAccounts(context, tx, request, { token, links, owner, waiting });
  return { links: links.map(linkOf), approval };
};

/** With nothing to wait for, what was asked earlier is not wanted any more. */
const askForAccounts = async (
  context: LinksContext,
  tx: Tx,
  { caller, reference }: LinkRequest,
  asked: {
    readonly token: TokenRow;
    readonly links: readonly LinkRow[];
    readonly owner: CoreCustomer;
    readonly waiting: readonly AccountNumber[];
  },
): Promise<Approval | null> => {
  const { token, links, owner } = asked;
  const accounts = [...asked.waiting].sort();
  const about = { kind: "account-links", object: token.serial, caller, reference } as const;
  if (accounts.length === 0) {
    await voidOpenApproval(tx, about, context.clock.now());
    return null;
  }
  return fileApproval(context, tx, {
    ...about,
    customer: owner,
    tokenId: token.id,
    subjects: accounts.map((account) => maskAccountNumber(account)),
    content: accounts,
    basis: accountLinksBasis(context.keyring, token, links),
  });
};

const linkOf = (row: LinkRow) => ({
  purpose: row.purpose,
  subject: row.subject,
  linkedAt: rfc3339(row.linked_at),
});
