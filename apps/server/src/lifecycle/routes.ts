/** The doors through which tokens and devices end, stop and start again. */
import {
  blockTokens,
  liftSuspension,
  liftTokenBlock,
  listTokens,
  releaseDeviceAtBranch,
  releaseDeviceByCard,
  revokeAllTokens,
  revokeToken,
  suspendToken,
} from "@ramznama/contract";
import { actorOf, appendAudit, type AuditEvent } from "../audit/index.ts";
import type { CoreCustomer, CustomerKey } from "../core-bank/index.ts";
import { loadDeviceOfCustomer } from "../customers/index.ts";
import { subjectKeyOf } from "../links/index.ts";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { transaction, type Tx } from "../platform/database.ts";
import type { Caller, StaffCaller } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerOnce, countAgainstLimit, requesterOf } from "../requests/index.ts";
import { loadTokenBySerial, lockCustomer, type TokenRow } from "../tokens/index.ts";
import {
  askForBlockLift,
  askForRelease,
  askForRevocation,
  findAffected,
  ownerOfDevice,
  type AskingContext,
} from "./ask-second-person.ts";
import { blockAll, releaseDevice, type Act, type LifecycleContext } from "./end-tokens.ts";
import { findTokens, type TokenFilter } from "./find-tokens.ts";
import { actOnToken } from "./staff-acts.ts";
import { summariesOf } from "./token-summary.ts";

interface Context extends AskingContext, LifecycleContext {
  readonly policy: AskingContext["policy"];
}

export const lifecycleRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    const { database, clock, coreBank, policy } = context;
    serve(releaseDeviceByCard, async ({ caller, body, reference }) => {
      const answer = await answerOnce(
        context,
        onceBy(caller, "release", body),
        () => findOwner(context, { cardNumber: body.cardNumber }),
        (tx, owner) =>
          releaseByCard(context, tx, owner, body.cardNumber, actNow(context, caller, reference)),
      );
      context.outbox.worker.kick();
      return answer;
    });
    serve(blockTokens, async ({ caller, body, reference }) => {
      const key: CustomerKey =
        "cardNumber" in body
          ? { cardNumber: body.cardNumber }
          : { gatewayLogin: body.gatewayLogin };
      const answer = await answerOnce(
        context,
        onceBy(caller, "block", body),
        () => findOwner(context, key),
        (tx, owner) => blockOwner(context, tx, owner, actNow(context, caller, reference)),
      );
      context.outbox.worker.kick();
      return answer;
    });
    serve(releaseDeviceAtBranch, async ({ caller, params, body, reference }) => {
      const approval = await answerOnce(
        context,
        onceBy(caller, "release-device", { ...params, ...body }),
        () => ownerOfDevice(context, params.id),
        (tx, owner) => askForRelease(context, tx, params.id, owner, { caller, reference }),
      );
      return { approval };
    });
    serve(revokeAllTokens, async ({ caller, params, body, reference }) => {
      const approval = await answerOnce(
        context,
        onceBy(caller, "revoke-all", { ...params, ...body }),
        () => findAffected(coreBank, params.customerId),
        (tx, customer) => askForRevocation(context, tx, customer, { caller, reference }),
      );
      return { approval };
    });
    serve(revokeToken, async ({ caller, params, body, reference }) => {
      const { serial } = params;
      const answer = await answerOnce(
        context,
        onceBy(caller, "revoke", { ...params, ...body }),
        () => mobileOfOwner(context, serial),
        (tx, ownersMobile) =>
          actOnToken(context, tx, { caller, serial, act: "revoke", ownersMobile, reference }),
      );
      context.outbox.worker.kick();
      return answer;
    });
    serve(suspendToken, ({ caller, params, body, reference }) =>
      answerOnce(
        context,
        onceBy(caller, "suspend", { ...params, ...body }),
        nothingToPrepare,
        (tx) => actOnToken(context, tx, { caller, ...params, act: "suspend", reference }),
      ),
    );
    serve(liftSuspension, ({ caller, params, reference }) =>
      transaction(database, (tx) =>
        actOnToken(context, tx, { caller, ...params, act: "lift", reference }),
      ),
    );
    serve(liftTokenBlock, async ({ caller, params, reference }) => {
      const customer = await findAffected(coreBank, params.customerId);
      const approval = await transaction(database, (tx) =>
        askForBlockLift(context, tx, customer, { caller, reference }),
      );
      return { approval };
    });
    serve(listTokens, ({ caller, query, reference }) => {
      assertNoCardNumber(policy.cardPrefix, { customerId: query.customerId });
      return transaction(database, async (tx) => {
        const rows = await findTokens(tx, query);
        await appendAudit(tx, clock.now(), ...readEvents(caller, query, rows, reference));
        const tokens = await summariesOf(tx, rows);
        const last = rows.at(-1);
        return { tokens, next: rows.length === query.limit && last ? String(last.id) : null };
      });
    });
  };

/** Who read whose tokens: one event for the question, one for each customer in its answer. */
const readEvents = (
  caller: StaffCaller,
  query: TokenFilter,
  rows: readonly TokenRow[],
  reference: string,
): AuditEvent[] => {
  const by = { actor: actorOf(caller), reference };
  const details = {
    count: rows.length,
    state: query.state ?? null,
    serial: query.serial ?? null,
    after: query.after ?? null,
  };
  const customers = new Set(rows.map((row) => row.customer_id));
  return [
    { type: "tokens.searched", ...by, customerId: query.customerId ?? null, details },
    ...[...customers].map((customerId) => ({ type: "tokens.read", ...by, customerId })),
  ];
};

/** Revoking goes on without core banking: then nobody can be told. */
const mobileOfOwner = async (
  { database, coreBank }: Context,
  serial: string,
): Promise<string | null> => {
  const token = await loadTokenBySerial(database, serial);
  if (token === undefined) return null;
  const owner = await findAffected(coreBank, token.customer_id).catch(() => null);
  return owner?.mobile ?? null;
};

const nothingToPrepare = (): Promise<undefined> => Promise.resolve(undefined);

const onceBy = (caller: Caller, act: string, content: { readonly requestReference: string }) => ({
  actor: requesterOf(caller),
  reference: content.requestReference,
  content: { act, ...content },
});

const actNow = ({ clock }: Context, caller: Caller, reference: string): Act => ({
  actor: actorOf(caller),
  reference,
  now: clock.now(),
});

const findOwner = async ({ coreBank }: Context, key: CustomerKey): Promise<CoreCustomer> => {
  const [owner] = (await coreBank.findCustomers(key)).filter((one) => mayAct(one, key));
  if (owner !== undefined) return owner;
  throw new RamznamaError("cardNumber" in key ? "card_not_found" : "customer_not_found");
};

/** A card that was replaced, as one that was stolen is, speaks for nobody any more. */
const mayAct = ({ cards }: CoreCustomer, key: CustomerKey): boolean =>
  !("cardNumber" in key) || cards.some((card) => card.active && card.number === key.cardNumber);

/** Releasing where nothing is registered is no error: the customer wanted no device, and has none. */
const releaseByCard = async (
  context: Context,
  tx: Tx,
  owner: CoreCustomer,
  cardNumber: string,
  act: Act,
): Promise<{ released: boolean; revokedTokens: number }> => {
  const { keyring, policy } = context;
  await lockCustomer(tx, owner.customerId);
  const subject = subjectKeyOf(keyring, "card-second-password", cardNumber);
  await countAgainstLimit(tx, act.now, subject, "release", policy.perCardAndDay.releases);
  const device = await loadDeviceOfCustomer(tx, owner.customerId);
  if (device === undefined) return { released: false, revokedTokens: 0 };
  const revokedTokens = await releaseDevice(context, tx, device, owner.mobile, "channel", act);
  return { released: true, revokedTokens };
};

const blockOwner = async (
  context: Context,
  tx: Tx,
  owner: CoreCustomer,
  act: Act,
): Promise<{ blockedTokens: number }> => {
  const { keyring, policy } = context;
  await lockCustomer(tx, owner.customerId);
  const subject = keyring.digest("subject", "customer", owner.customerId);
  await countAgainstLimit(tx, act.now, subject, "block", policy.perCardAndDay.blocks);
  return { blockedTokens: await blockAll(context, tx, owner, act) };
};
