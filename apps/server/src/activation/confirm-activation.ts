/**
 * The end of an activation: the token becomes active, the stored reply goes, and what the new token replaces ends. It
 * comes with the phone's confirmation or with the first code that verifies, whichever is earlier.
 */
import {
  decideConfirmation,
  encodeBase64url,
  verifyConfirmation,
  type ConfirmationDecision,
  type Platform,
} from "@ramznama/activation";
import type { Selectable } from "kysely";
import { appendAudit, type Actor } from "../audit/index.ts";
import { loadDeviceByKey, type DeviceRow } from "../customers/index.ts";
import { endRivalLinks, loadLinks, rivalEvents } from "../links/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tables, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import {
  activateToken,
  endToken,
  lockCustomer,
  lockTokens,
  type TokenRow,
} from "../tokens/index.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly platform: Platform;
}

interface ConfirmationRequest {
  readonly activationId: string;
  readonly caller: DeviceCaller;
  readonly confirmation: string;
  readonly reference: string;
}

type ActivationRow = Selectable<Tables["activations"]>;

type Refusal = Extract<ConfirmationDecision, { outcome: "refuse" }>;

/** @throws RamznamaError; tagged when the activation has ended for good */
export const confirmActivation = async (
  context: Context,
  request: ConfirmationRequest,
): Promise<void> => {
  const refusal = await transaction(context.database, (tx) => confirmInside(context, tx, request));
  if (refusal === undefined) return;
  throw new RamznamaError(
    refusal.decision.reason,
    refusal.endedTag === undefined ? {} : { refusalTag: encodeBase64url(refusal.endedTag) },
  );
};

const confirmInside = async (
  { clock, platform }: Context,
  tx: Tx,
  request: ConfirmationRequest,
): Promise<{ decision: Refusal; endedTag: Uint8Array<ArrayBuffer> | undefined } | undefined> => {
  const found = await lockActivationOf(tx, request);
  const decision = decideConfirmation({
    deviceAlive: (await loadDeviceByKey(tx, request.caller.thumbprint)) !== undefined,
    activation: found && {
      confirmationMatches: await verifyConfirmation(
        platform,
        { confirmationHash: new Uint8Array(found.activation.confirmation_hash) },
        request.confirmation,
      ),
      standing: found.activation.standing,
      tokenState: found.token.state,
    },
  });
  if (decision.outcome === "refuse") {
    const tag = decision.ended ? found?.activation.ended_tag : undefined;
    return { decision, endedTag: tag === undefined ? undefined : new Uint8Array(tag) };
  }
  if (decision.outcome === "confirm" && found !== undefined) {
    const actor: Actor = { kind: "device", id: found.device.id };
    await becomeActive(tx, found.token, clock.now(), actor, "confirmation", request.reference);
  }
  return undefined;
};

/** The activation this very device key began, with its token, locked. */
const lockActivationOf = async (
  tx: Tx,
  { activationId, caller }: ConfirmationRequest,
): Promise<{ activation: ActivationRow; token: TokenRow; device: DeviceRow } | undefined> => {
  const begun = await loadActivation(tx, activationId);
  const device = begun && (await loadDeviceOf(tx, begun, caller));
  if (begun === undefined || device === undefined) return undefined;
  await lockCustomer(tx, device.customer_id);
  // The order of locks is customer, tokens by id: rivals of the same card end with this confirmation.
  const rivals = await rivalsOf(tx, begun.token_id);
  const tokens = await lockTokens(tx, [begun.token_id, ...rivals]);
  const token = tokens.find((one) => one.id === begun.token_id);
  const activation = await loadActivation(tx, activationId);
  return token && activation && { activation, token, device };
};

const loadActivation = (tx: Tx, id: string): Promise<ActivationRow | undefined> =>
  tx.selectFrom("activations").selectAll().where("id", "=", id).executeTakeFirst();

const loadDeviceOf = async (
  tx: Tx,
  activation: ActivationRow,
  caller: DeviceCaller,
): Promise<DeviceRow | undefined> => {
  const device = await tx
    .selectFrom("devices")
    .selectAll()
    .where("id", "=", activation.device_id)
    .executeTakeFirst();
  return device?.thumbprint === caller.thumbprint ? device : undefined;
};

/** Older tokens of the same customer on a subject of this token. */
const rivalsOf = async (tx: Tx, tokenId: number): Promise<number[]> => {
  const links = await loadLinks(tx, [tokenId]);
  const rivals = new Set<number>();
  for (const link of links) {
    const rows = await tx
      .selectFrom("links")
      .select("token_id")
      .where("purpose", "=", link.purpose)
      .where("subject_key", "=", link.subject_key)
      .where("customer_id", "=", link.customer_id)
      .where("token_id", "<", tokenId)
      .where("ended_at", "is", null)
      .execute();
    for (const row of rows) rivals.add(row.token_id);
  }
  return [...rivals];
};

/** The first code that verifies confirms too. The caller holds the locks of the token and of its rivals. */
export const confirmByCode = (
  tx: Tx,
  token: TokenRow,
  now: number,
  actor: Actor,
  reference: string,
): Promise<void> => becomeActive(tx, token, now, actor, "code", reference);

const becomeActive = async (
  tx: Tx,
  token: TokenRow,
  now: number,
  actor: Actor,
  by: "confirmation" | "code",
  reference: string,
): Promise<void> => {
  await activateToken(tx, token, now);
  await tx
    .updateTable("activations")
    .set({ standing: "confirmed", reply: null })
    .where("token_id", "=", token.id)
    .where("standing", "=", "awaiting")
    .execute();
  await appendAudit(tx, now, {
    type: "token.activated",
    actor,
    customerId: token.customer_id,
    token,
    details: { by },
    reference,
  });
  await supersedeRivals(tx, token, now, actor, reference);
};

/** S14 and the odd days: the card's older token ends; an account/gateway token only loses the subjects it shared. */
const supersedeRivals = async (
  tx: Tx,
  token: TokenRow,
  now: number,
  actor: Actor,
  reference: string,
): Promise<void> => {
  const ended = await endRivalLinks(tx, token, "older", now);
  await appendAudit(tx, now, ...rivalEvents(ended, { actor, serial: token.serial, reference }));
  if (token.kind !== "card") return;
  const rivals = new Set(ended.map((link) => link.token_id));
  for (const rival of await lockTokens(tx, [...rivals])) {
    if (rival.state === "ended") continue;
    await endToken(tx, rival, "superseded", now);
    await appendAudit(tx, now, {
      type: "token.superseded",
      actor,
      customerId: rival.customer_id,
      token: rival,
      details: { by: token.serial },
      reference,
    });
  }
};
