/** What is done once a second person has approved: a device let go, all tokens ended, the owner's block lifted. */
import { tokensRevokedSms } from "@ramznama/persian";
import type { DecidedBy, PrepareWork } from "../approvals/index.ts";
import { appendAudit } from "../audit/index.ts";
import { loadBlockedAt, lockDevice } from "../customers/index.ts";
import type { Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { lockTokensOfCustomer } from "../tokens/index.ts";
import {
  blockLiftBasis,
  customerRevocationBasis,
  deviceReleaseBasis,
  findAffected,
  type AffectedCustomer,
  type AskingContext,
} from "./ask-second-person.ts";
import {
  endWithEvent,
  releaseDevice,
  tellCustomer,
  unended,
  type Act,
  type LifecycleContext,
} from "./end-tokens.ts";
import { liftWholeBlock } from "./staff-acts.ts";

type Context = AskingContext & LifecycleContext;

export const deviceReleaseWork =
  (context: Context): PrepareWork =>
  async ({ object: id, customerId, requestedBy }) => {
    const owner = await findAffected(context.coreBank, customerId);
    const lock = async (tx: Tx) => {
      const device = await lockDevice(tx, id);
      if (device === undefined) throw new RamznamaError("internal_error");
      return device;
    };
    return {
      basis: async (tx) => deviceReleaseBasis(context.keyring, await lock(tx)),
      carryOut: async (tx, by) => {
        const device = await lock(tx);
        await releaseDevice(context, tx, device, owner.mobile, "branch", { ...by, requestedBy });
      },
    };
  };

export const customerRevocationWork =
  (context: Context): PrepareWork =>
  async ({ customerId, requestedBy }) => {
    const customer = await findAffected(context.coreBank, customerId);
    return {
      basis: async (tx) =>
        customerRevocationBasis(
          context.keyring,
          await lockTokensOfCustomer(tx, customerId, unended),
        ),
      carryOut: (tx, by) => revokeAll(context, tx, customer, { ...by, requestedBy }),
    };
  };

const revokeAll = async (
  context: Context,
  tx: Tx,
  { customerId, mobile }: AffectedCustomer,
  act: Act & { readonly requestedBy: string },
): Promise<void> => {
  const tokens = await lockTokensOfCustomer(tx, customerId, unended);
  for (const token of tokens) {
    await endWithEvent(tx, token, act, "token.revoked", "revoked-by-branch");
  }
  await appendAudit(tx, act.now, {
    type: "tokens.revoked",
    actor: act.actor,
    customerId,
    details: { revokedTokens: tokens.length, requestedBy: act.requestedBy },
    reference: act.reference,
  });
  await tellCustomer(context, tx, mobile, "tokens-revoked", tokensRevokedSms, act.now);
};

/** Nobody else is asked: the owner stood before the desk when it was filed. */
export const blockLiftWork =
  ({ keyring }: Context): PrepareWork =>
  ({ customerId, requestedBy }) =>
    Promise.resolve({
      basis: async (tx: Tx) => blockLiftBasis(keyring, await loadBlockedAt(tx, customerId)),
      carryOut: (tx: Tx, by: DecidedBy) => liftWholeBlock(tx, customerId, { ...by, requestedBy }),
    });
