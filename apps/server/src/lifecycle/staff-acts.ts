/** Revoke, suspend, lift: what a branch does to one token. */
import type { TokenSummary } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { isBlocked, liftBlock } from "../customers/index.ts";
import type { Tx } from "../platform/database.ts";
import type { StaffCaller } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import {
  changeTokenState,
  loadTokenBySerial,
  lockCustomer,
  lockTokenBySerial,
  type TokenRow,
} from "../tokens/index.ts";
import { blockedTokens } from "./ask-second-person.ts";
import { decideStaffAct, ownersBlock, type StaffAct } from "./decide-staff-act.ts";
import { endWithEvent, tellOfEnd, type Act, type LifecycleContext } from "./end-tokens.ts";
import { summaryOf } from "./token-summary.ts";

export interface StaffActRequest {
  readonly caller: StaffCaller;
  readonly serial: string;
  readonly act: StaffAct;
  /** Of the owner, who is told of a revocation: nobody is to lose a token, and with it a device, unawares. */
  readonly ownersMobile?: string | null;
  readonly reference: string;
}

const eventOf = { suspend: "token.suspended", activate: "token.suspension-lifted" } as const;

/** @throws RamznamaError `token_not_found`, `token_state_conflict`, `customer_blocked` */
export const actOnToken = async (
  context: LifecycleContext,
  tx: Tx,
  { caller, serial, act, ownersMobile = null, reference }: StaffActRequest,
): Promise<TokenSummary> => {
  const known = await loadTokenBySerial(tx, serial);
  if (known === undefined) throw new RamznamaError("token_not_found");
  await lockCustomer(tx, known.customer_id);
  const token = await lockTokenBySerial(tx, serial);
  const outcome = decideStaffAct({ state: token.state, reason: token.state_reason }, act);
  const how: Act = { actor: actorOf(caller), reference, now: context.clock.now() };
  switch (outcome.kind) {
    case "refuse":
      throw new RamznamaError(outcome.reason);
    case "nothing":
      break;
    case "end":
      await endWithEvent(tx, token, how, "token.revoked", "revoked-by-branch");
      await tellOfEnd(context, tx, token, ownersMobile, how.now);
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
  // The branch's own suspension is gone; the owner's block is another matter, and is lifted as such.
  const staysBlocked =
    kind === "activate" &&
    token.state_reason !== ownersBlock &&
    (await isBlocked(tx, token.customer_id));
  if (kind === "suspend") await changeTokenState(tx, token, "suspended", "suspended-by-branch");
  else if (staysBlocked) await changeTokenState(tx, token, "suspended", ownersBlock);
  else await changeTokenState(tx, token, "active", null);
  await appendAudit(tx, act.now, {
    type: eventOf[kind],
    actor: act.actor,
    customerId: token.customer_id,
    token,
    details: { reason: token.state_reason, ...(staysBlocked ? { remains: ownersBlock } : {}) },
    reference: act.reference,
  });
};

/** The owner's block ends as a whole: for one who had no token left to lift, too. The caller holds the customer's lock. */
export const liftWholeBlock = async (
  tx: Tx,
  customerId: string,
  act: Act & { readonly requestedBy: string },
): Promise<void> => {
  await liftBlock(tx, customerId, act.actor.id, act.now);
  const blocked = await blockedTokens(tx, customerId);
  for (const token of blocked) await suspendOrLift(tx, token, "activate", act);
  await appendAudit(tx, act.now, {
    type: "tokens.block-lifted",
    actor: act.actor,
    customerId,
    details: { tokens: blocked.length, requestedBy: act.requestedBy },
    reference: act.reference,
  });
};
