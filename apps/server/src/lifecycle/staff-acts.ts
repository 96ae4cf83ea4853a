/** Revoke, suspend, lift: what a branch does to one token. */
import type { TokenSummary } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { isBlocked, liftBlock } from "../customers/index.ts";
import { loadLinks } from "../links/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { StaffCaller } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import {
  changeTokenState,
  loadTokenBySerial,
  lockCustomer,
  lockTokenBySerial,
  lockTokensOfCustomer,
  type TokenRow,
} from "../tokens/index.ts";
import { decideStaffAct, type StaffAct } from "./decide-staff-act.ts";
import { endWithEvent, type Act } from "./end-tokens.ts";

export interface StaffActRequest {
  readonly caller: StaffCaller;
  readonly serial: string;
  readonly act: StaffAct;
  readonly reference: string;
}

const eventOf = { suspend: "token.suspended", activate: "token.suspension-lifted" } as const;

/** @throws RamznamaError `token_not_found`, `token_state_conflict` */
export const actOnToken = async (
  clock: Clock,
  tx: Tx,
  { caller, serial, act, reference }: StaffActRequest,
): Promise<TokenSummary> => {
  const known = await loadTokenBySerial(tx, serial);
  if (known === undefined) throw new RamznamaError("token_not_found");
  await lockCustomer(tx, known.customer_id);
  const token = await lockTokenBySerial(tx, serial);
  const outcome = decideStaffAct(token.state, act);
  const how: Act = { actor: actorOf(caller), reference, now: clock.now() };
  switch (outcome.kind) {
    case "refuse":
      throw new RamznamaError("token_state_conflict");
    case "nothing":
      break;
    case "end":
      await endWithEvent(tx, token, how, "token.revoked", "revoked-by-branch");
      break;
    case "suspend":
    case "activate":
      await suspendOrLift(tx, token, outcome.kind, how);
      break;
  }
  return summaryOf(tx, await lockTokenBySerial(tx, serial));
};

const suspendOrLift = async (
  tx: Tx,
  token: TokenRow,
  kind: "suspend" | "activate",
  act: Act,
): Promise<void> => {
  const ownersBlock = "blocked-by-owner";
  // The branch's own suspension is gone; the owner's block is another matter, and is lifted as such.
  const staysBlocked =
    kind === "activate" &&
    token.state_reason !== ownersBlock &&
    (await isBlocked(tx, token.customer_id));
  if (kind === "suspend") await changeTokenState(tx, token, "suspended", "suspended-by-branch");
  else if (staysBlocked) await changeTokenState(tx, token, "suspended", ownersBlock);
  else await changeTokenState(tx, token, "active", null);
  // The branch has the owner before it: lifting one blocked token ends the block on new ones too.
  if (kind === "activate" && token.state_reason === ownersBlock) {
    await liftBlock(tx, token.customer_id, act.actor.id, act.now);
  }
  await appendAudit(tx, act.now, {
    type: eventOf[kind],
    actor: act.actor,
    customerId: token.customer_id,
    token,
    details: { reason: token.state_reason, ...(staysBlocked ? { remains: ownersBlock } : {}) },
    reference: act.reference,
  });
};

/** The owner's block ends as a whole: for one who had no token left to lift, too. */
export const liftWholeBlock = async (
  tx: Tx,
  customerId: string,
  act: Act,
): Promise<{ lifted: boolean; tokens: number }> => {
  await lockCustomer(tx, customerId);
  const lifted = await liftBlock(tx, customerId, act.actor.id, act.now);
  const suspended = await lockTokensOfCustomer(tx, customerId, ["suspended"]);
  const blocked = suspended.filter((token) => token.state_reason === "blocked-by-owner");
  for (const token of blocked) await suspendOrLift(tx, token, "activate", act);
  if (lifted) {
    await appendAudit(tx, act.now, {
      type: "tokens.block-lifted",
      actor: act.actor,
      customerId,
      details: { tokens: blocked.length },
      reference: act.reference,
    });
  }
  return { lifted, tokens: blocked.length };
};

export const summaryOf = async (
  database: Database | Tx,
  token: TokenRow,
): Promise<TokenSummary> => {
  const links = await loadLinks(database, [token.id]);
  return {
    serial: token.serial,
    kind: token.kind,
    state: token.state,
    customerId: token.customer_id,
    issuedAt: rfc3339(token.issued_at),
    activatedAt: token.activated_at === null ? null : rfc3339(token.activated_at),
    endedAt: token.ended_at === null ? null : rfc3339(token.ended_at),
    stateReason: token.state_reason,
    provenance: token.provenance,
    issuedBy: token.issued_by,
    branch: token.branch,
    subject: token.subject,
    platform: token.platform,
    manufacturerSerial: token.manufacturer_serial,
    links: links.map((link) => ({
      purpose: link.purpose,
      subject: link.subject,
      linkedAt: rfc3339(link.linked_at),
    })),
  };
};
