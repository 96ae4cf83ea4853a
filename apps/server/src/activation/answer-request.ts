/**
 * The server's half of an activation: what was answered before is answered again; else open, and in one transaction
 * decide (packages/activation) and store what was decided together with its audit event.
 */
import {
  answerActivation,
  asUnixMilliseconds,
  decideActivation,
  openActivationRequest,
  tagRefusal,
  wipeActivationRequest,
  type ActivationAcceptance,
  type ActivationBody,
  type ActivationRefusal,
  type ActivationRefusalDecision,
  type ActivationReply,
  type OpenedActivationRequest,
  type Platform,
} from "@ramznama/activation";
import type { SealedRequest } from "@ramznama/contract";
import { sql, type Selectable } from "kysely";
import { appendAudit } from "../audit/index.ts";
import { lockCustomerOfKey, saveDevicePlatform } from "../customers/index.ts";
import { countWrongCode, spendCode } from "../issuance/index.ts";
import type { Keyring, ServerKeys } from "../keys/index.ts";
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tables, type Tx } from "../platform/database.ts";
import type { Random } from "../platform/random.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import { dayInTehran } from "../requests/index.ts";
import { sealSeed, timePolicyOfToken } from "../tokens/index.ts";
import { loadActivationState, unregistered, type LoadedState } from "./activation-state.ts";
import { recallRequest, storedReply } from "./recall-request.ts";

export interface ActivationContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly platform: Platform;
  readonly keyring: Keyring;
  readonly serverKeys: ServerKeys;
}

export interface ActivationRequest {
  readonly caller: DeviceCaller;
  readonly body: SealedRequest;
  /** Customer whose session the page has that sent it. */
  readonly signedInAs: string | undefined;
  readonly reference: string;
}

type Answer =
  | { readonly ok: true; readonly reply: ActivationReply }
  | { readonly ok: false; readonly reason: ActivationRefusal };

interface Step extends LoadedState {
  readonly opened: OpenedActivationRequest;
  readonly now: number;
  readonly reference: string;
}

/** @throws RamznamaError with a tagged refusal, once what it costs has been stored */
export const answerRequest = async (
  context: ActivationContext,
  request: ActivationRequest,
): Promise<ActivationReply> => {
  const recalled = await recallRequest(context, request);
  if (recalled.reply !== undefined) return recalled.reply;
  const opened = await openSealed(context, request, recalled.isKnown);
  try {
    const answer = await transaction(context.database, (tx) =>
      answerInside(context, tx, request, opened),
    );
    if (answer.ok) return answer.reply;
    throw new RamznamaError(answer.reason, {
      refusalTag: await tagRefusal(context.platform, opened, answer.reason),
    });
  } finally {
    wipeActivationRequest(opened);
  }
};

const openSealed = async (
  { platform, serverKeys, clock }: ActivationContext,
  { caller, body }: ActivationRequest,
  isKnown: boolean,
): Promise<OpenedActivationRequest> => {
  const now = clock.now();
  const opened = await openActivationRequest(platform, {
    // A retired key opens nothing new; what was met while it was valid is refused with its tag.
    serverKey: isKnown ? serverKeys.keptKey(body.k, now) : serverKeys.secretKey(body.k, now),
    deviceKeyHash: caller.keyHash,
    request: body,
  });
  if (opened.ok) return opened.value;
  throw new RamznamaError("invalid_request", { errors: [{ path: "/ct", code: opened.reason }] });
};

const answerInside = async (
  context: ActivationContext,
  tx: Tx,
  { caller, signedInAs, reference }: ActivationRequest,
  opened: OpenedActivationRequest,
): Promise<Answer> => {
  const { thumbprint } = caller;
  const isRegistered = await lockCustomerOfKey(tx, thumbprint);
  const now = context.clock.now();
  const day = dayInTehran(now);
  // Loaded under the customer's lock: the device may have been released a moment ago.
  const loaded = isRegistered
    ? await loadActivationState(tx, context.keyring, thumbprint, opened, { day, signedInAs })
    : unregistered;
  const step: Step = { ...loaded, opened, now, reference };
  const decision = decideActivation(loaded.state, opened.body, asUnixMilliseconds(now));
  switch (decision.outcome) {
    case "replay":
      return { ok: true, reply: storedReply(loaded) };
    case "accept":
      return { ok: true, reply: await accept(context, tx, step, decision) };
    case "refuse":
      await storeRefusal(tx, step, decision);
      return { ok: false, reason: decision.reason };
  }
};

const accept = async (
  context: ActivationContext,
  tx: Tx,
  step: Step,
  decision: ActivationAcceptance,
): Promise<ActivationReply> => {
  const { token, opened, device, now, reference } = step;
  if (token === undefined || device === undefined) {
    throw new Error("an accepted activation has a token and a device");
  }
  const activationId = context.random.uuid();
  const { hash, digits, stepSeconds, validitySeconds } = timePolicyOfToken(token);
  const answered = await answerActivation(context.platform, opened, {
    activationId,
    profile: { hash, digits, stepSeconds, validitySeconds },
    serverTime: asUnixMilliseconds(now),
    maskedSubject: token.subject,
  });
  if (!answered.ok) {
    throw new RamznamaError("invalid_request", {
      errors: [{ path: "/ct", code: answered.reason }],
    });
  }
  const { reply, codeKey, confirmationHash, endedTag } = answered.value;
  const sealedSeed = sealSeed(context.keyring, token.id, codeKey);
  codeKey.fill(0);
  if (decision.replacesUnconfirmed) await endAwaiting(tx, token.id);
  await storeConfirming(tx, decision, opened.body.platform, sealedSeed, {
    id: activationId,
    token_id: token.id,
    device_id: device.id,
    request_hash: opened.requestHash,
    reply,
    confirmation_hash: confirmationHash,
    ended_tag: endedTag,
    standing: "awaiting",
    started_at: new Date(now),
  });
  await appendAudit(tx, now, {
    type: "activation.begun",
    actor: { kind: "device", id: device.id },
    customerId: token.customer_id,
    token,
    details: { platform: opened.body.platform },
    reference,
  });
  return reply;
};

/** An earlier root that was never confirmed is gone with this write. */
const endAwaiting = async (tx: Tx, tokenId: number): Promise<void> => {
  await tx
    .updateTable("activations")
    .set({ standing: "replaced", reply: null })
    .where("token_id", "=", tokenId)
    .where("standing", "=", "awaiting")
    .execute();
};

/** The token binds the device from here on; all in one statement. */
const storeConfirming = async (
  tx: Tx,
  { startsCount }: ActivationAcceptance,
  platform: ActivationBody["platform"],
  sealedSeed: Uint8Array,
  activation: Selectable<Tables["activations"]>,
): Promise<void> => {
  const { token_id: tokenId, device_id: deviceId, started_at: startedAt } = activation;
  await tx
    .with("bound", (db) =>
      db
        .updateTable("tokens")
        .set({ state: "confirming", device_id: deviceId, platform, sealed_seed: sealedSeed })
        .where("id", "=", tokenId),
    )
    .with("spent", (db) => spendCode(db, tokenId, startsCount, startedAt))
    .with("known", (db) => saveDevicePlatform(db, deviceId, platform))
    .insertInto("activations")
    .values({ ...activation, reply: sql`${JSON.stringify(activation.reply)}::jsonb` })
    .execute();
};

const storeRefusal = async (
  tx: Tx,
  { device, opened, token, now, reference }: Step,
  decision: ActivationRefusalDecision,
): Promise<void> => {
  // Strangers leave nothing behind.
  if (device === undefined) return;
  if (decision.spends === "code_attempt" && token !== undefined) await countWrongCode(tx, token.id);
  if (decision.spends === "device_attempt") await countUnrecognised(tx, device.id, now);
  if (decision.remember) {
    await tx
      .insertInto("activation_refusals")
      .values({
        device_id: device.id,
        request_hash: opened.requestHash,
        reason: decision.reason,
        at: new Date(now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const owned = token?.customer_id === device.customer_id;
  await appendAudit(tx, now, {
    type: "activation.refused",
    actor: { kind: "device", id: device.id },
    customerId: device.customer_id,
    ...(owned ? { token } : {}),
    details: {
      reason: decision.reason,
      spent: decision.spends ?? null,
      codeVoided: decision.voidsCode,
      foreignToken: token !== undefined && !owned,
    },
    reference,
  });
};

const countUnrecognised = async (tx: Tx, deviceId: string, now: number): Promise<void> => {
  await tx
    .insertInto("unrecognised_serials")
    .values({ device_id: deviceId, day: dayInTehran(now), count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["device_id", "day"])
        .doUpdateSet({ count: sql`unrecognised_serials.count + 1` }),
    )
    .execute();
};
