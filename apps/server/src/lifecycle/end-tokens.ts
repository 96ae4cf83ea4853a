/** Acts on several of a customer's tokens at once: each change with its event, all in one transaction. */
import type { TokenState } from "@ramznama/contract";
import { deviceReleasedSms, tokenEndedSms, tokensBlockedSms } from "@ramznama/persian";
import { appendAudit, type Actor } from "../audit/index.ts";
import { endDevice, saveBlock, type DeviceRow } from "../customers/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { Policy } from "../policy.ts";
import { smsSubjectOf, type Outbox } from "../sms/index.ts";
import {
  changeTokenState,
  endToken,
  lockTokensOfCustomer,
  type TokenRow,
} from "../tokens/index.ts";
import { ownersBlock } from "./decide-staff-act.ts";

export interface LifecycleContext {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly policy: Policy;
}

export interface Act {
  readonly actor: Actor;
  readonly reference: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Who asked for it, where another person has decided. */
  readonly requestedBy?: string;
}

const askedBy = ({ requestedBy }: Act) => (requestedBy === undefined ? {} : { requestedBy });

/** Ends one token for good and says why. */
export const endWithEvent = async (
  tx: Tx,
  token: TokenRow,
  act: Act,
  type: string,
  reason: string,
): Promise<void> => {
  await endToken(tx, token, reason, act.now);
  await appendAudit(tx, act.now, {
    type,
    actor: act.actor,
    customerId: token.customer_id,
    token,
    details: { reason, from: token.state, ...askedBy(act) },
    reference: act.reference,
  });
};

export const unended: readonly TokenState[] = ["issued", "confirming", "active", "suspended"];

/** A token from elsewhere never was on the phone that is lost. */
export const tokensOnPhone = (tokens: readonly TokenRow[]): readonly TokenRow[] =>
  tokens.filter((token) => token.provenance !== "imported");

/**
 * S25: a lost device is released; whatever it could make, and whatever is under way, ends, and the customer is told.
 * The caller holds the customer's lock.
 */
export const releaseDevice = async (
  context: LifecycleContext,
  tx: Tx,
  device: DeviceRow,
  mobile: string | null,
  via: "channel" | "branch",
  act: Act,
): Promise<number> => {
  const tokens = tokensOnPhone(await lockTokensOfCustomer(tx, device.customer_id, unended));
  for (const token of tokens) {
    await endWithEvent(tx, token, act, "token.revoked", "device-released");
  }
  await endDevice(tx, device.id, `released-by-${via}`, act.now);
  await appendAudit(tx, act.now, {
    type: "device.released",
    actor: act.actor,
    customerId: device.customer_id,
    details: { device: device.id, revokedTokens: tokens.length, via, ...askedBy(act) },
    reference: act.reference,
  });
  await tellCustomer(context, tx, mobile, "device-released", deviceReleasedSms, act.now);
  return tokens.length;
};

const dayInSeconds = 86_400;

type Notice = typeof deviceReleasedSms;

/** At the number core banking has; one without a number cannot be told. */
export const tellCustomer = async (
  { outbox, policy }: LifecycleContext,
  tx: Tx,
  mobile: string | null,
  topic: string,
  notice: Notice,
  now: number,
): Promise<void> => {
  if (mobile === null) return;
  const text = notice({ bankName: policy.bankName, unixMilliseconds: now }, "fa");
  await outbox.queue(tx, { topic, to: mobile, text, usefulSeconds: dayInSeconds });
};

export const tellOfEnd = async (
  { outbox, policy }: LifecycleContext,
  tx: Tx,
  token: TokenRow,
  mobile: string | null,
  now: number,
): Promise<void> => {
  if (mobile === null) return;
  const event = { bankName: policy.bankName, unixMilliseconds: now };
  const text = tokenEndedSms({ ...event, subject: smsSubjectOf(token) }, "fa");
  await outbox.queue(tx, { topic: "token-ended", to: mobile, text, usefulSeconds: dayInSeconds });
};

/**
 * «مسدود کردن رمزنما»: working tokens are suspended until a branch lifts that, and what is only under way ends, so
 * that a thief with receipt and SIM cannot finish it. The caller holds the customer's lock.
 */
export const blockAll = async (
  context: LifecycleContext,
  tx: Tx,
  customer: { readonly customerId: string; readonly mobile: string | null },
  act: Act,
): Promise<number> => {
  const tokens = await lockTokensOfCustomer(tx, customer.customerId, [
    "issued",
    "confirming",
    "active",
  ]);
  await saveBlock(tx, customer.customerId, act.actor.id, act.now);
  const working = tokens.filter((token) => token.state === "active");
  for (const token of working) await changeTokenState(tx, token, "suspended", ownersBlock);
  for (const token of tokens) {
    if (token.state !== "active") {
      await endWithEvent(tx, token, act, "token.voided", ownersBlock);
    }
  }
  await appendAudit(tx, act.now, {
    type: "tokens.blocked",
    actor: act.actor,
    customerId: customer.customerId,
    details: { blocked: working.length, voided: tokens.length - working.length },
    reference: act.reference,
  });
  await tellCustomer(context, tx, customer.mobile, "tokens-blocked", tokensBlockedSms, act.now);
  return working.length;
};
