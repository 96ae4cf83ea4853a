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
import { sql, type Selectable } from "kysely";
import { appendAudit, type Actor } from "../audit/index.ts";
import { loadDeviceByKey } from "../customers/index.ts";
import { endRivalLinks, rivalEvents } from "../links/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tables, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import {
  activateToken,
  endToken,
  lockCustomersWhere,
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
    deviceAlive: await isAlive(tx, request, found),
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
    const actor: Actor = { kind: "device", id: found.activation.device_id };
    await becomeActive(tx, found.token, clock.now(), actor, "confirmation", request.reference);
  }
  return undefined;
};

/** Of a key that began nothing here it is asked as well: what it is told depends on it. */
const isAlive = async (
  tx: Tx,
  { caller }: ConfirmationRequest,
  found: { readonly activation: BegunActivation } | undefined,
): Promise<boolean> =>
  found === undefined
    ? (await loadDeviceByKey(tx, caller.thumbprint)) !== undefined
    : found.activation.device_ended_at === null;

/** The activation this very device key began, with its token, locked. */
const lockActivationOf = async (
  tx: Tx,
  { activationId, caller }: ConfirmationRequest,
): Promise<{ activation: BegunActivation; token: TokenRow } | undefined> => {
  const isKnown = await lockCustomersWhere(
    tx,
    sql`devices where thumbprint = ${caller.thumbprint}
      and id = (select device_id from activations where activations.id = ${activationId})`,
  );
  if (!isKnown) return undefined;
  const tokens = await lockTokenAndRivals(tx, activationId);
  const activation = await loadBegun(tx, activationId);
  const token = tokens.find((one) => one.id === activation?.token_id);
  return token && activation && { activation, token };
};

/**
 * The order of locks is customer, tokens by id: older tokens of the same customer on a subject of this token end with
 * this confirmation.
 */
const lockTokenAndRivals = (tx: Tx, activationId: string): Promise<TokenRow[]> =>
  tx
    .selectFrom("tokens")
    .selectAll()
    .where(
      "id",
      "in",
      sql<number>`(
        with own as (select token_id as id from activations where activations.id = ${activationId})
        select id from own
        union
        select rival.token_id from own
          join links on links.token_id = own.id and links.ended_at is null
          join links as rival on rival.subject_key = links.subject_key and rival.purpose = links.purpose
            and rival.customer_id = links.customer_id and rival.ended_at is null
            and rival.token_id < own.id)`,
    )
    .orderBy("id")
    .forUpdate()
    .execute();

interface BegunActivation extends ActivationRow {
  readonly device_ended_at: Date | null;
}

const loadBegun = (tx: Tx, id: string): Promise<BegunActivation | undefined> =>
  tx
    .selectFrom("activations")
    .innerJoin("devices", "devices.id", "activations.device_id")
    .selectAll("activations")
    .select("devices.ended_at as device_ended_at")
    .where("activations.id", "=", id)
    .executeTakeFirst();

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
  await tx
    .with("working", (db) => activateToken(db, token, now))
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
