/** S3, S4: a serial for the receipt, an activation code for the number in core banking, both in one transaction. */
import type { IssuedToken, TokenKind } from "@ramznama/contract";
import { activationCodeSms, parseActivationCode, type ActivationCode } from "@ramznama/persian";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import { linkCard, maskedSubject, subjectKeyOf } from "../links/index.ts";
import { later, rfc3339, type Clock } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import { randomDigits, type Random } from "../platform/random.ts";
import type { Policy } from "../policy.ts";
import { countAgainstLimit } from "../requests/index.ts";
import { maskedMobile, smsSubjectOf, type Outbox } from "../sms/index.ts";
import {
  drawTokenSerial,
  endToken,
  lockCustomer,
  lockTokens,
  type TokenRow,
} from "../tokens/index.ts";
import { codeDigest, saveActivationCode } from "./activation-code.ts";
import { enrolledMobile, type EnrolmentRequest } from "./enrolled-mobile.ts";

export interface IssuanceContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly outbox: Outbox;
  readonly policy: Policy;
}

export interface IssueRequest extends EnrolmentRequest {
  readonly kind: TokenKind;
  /** Present for card tokens, and then one of the customer's live cards. */
  readonly cardNumber: string | null;
}

const ACTIVATION_CODE_DIGITS = 8;

export const issueToken = async (
  context: IssuanceContext,
  tx: Tx,
  request: IssueRequest,
): Promise<IssuedToken> => {
  const { clock, keyring, policy } = context;
  const now = clock.now();
  await lockCustomer(tx, request.customer.customerId);
  const mobile = await enrolledMobile(policy, tx, request, now);
  // Counted apart: what an ATM was made to do again and again must not close the branch, which is the way out.
  const act = request.by.kind === "channel" ? "issue" : "issue-at-branch";
  await countAgainstLimit(tx, now, limitKey(keyring, request), act, policy.perCardAndDay.issues);
  if (request.cardNumber !== null) await voidUnactivated(context, tx, request.cardNumber, request);
  const token = await insertToken(context, tx, request, now);
  if (request.cardNumber !== null) {
    await linkCard(tx, keyring, now, {
      tokenId: token.id,
      customerId: request.customer.customerId,
      cardNumber: request.cardNumber,
      linkedBy: actorOf(request.by).id,
    });
  }
  const sent = await sendActivationCode(context, tx, token, mobile);
  await appendAudit(tx, now, {
    type: "token.issued",
    actor: actorOf(request.by),
    customerId: request.customer.customerId,
    token,
    details: { kind: request.kind, identitySeen: request.identitySeen },
    reference: request.reference,
  });
  return { ...sent, receipt: receiptOf(policy, token, sent) };
};

const limitKey = (keyring: Keyring, request: IssueRequest): Buffer =>
  request.cardNumber === null
    ? keyring.digest("subject", "customer", request.customer.customerId)
    : subjectKeyOf(keyring, "card-second-password", request.cardNumber);

/** A new issue voids an earlier unactivated token of the card; the active one stays until the new one is confirmed. */
const voidUnactivated = async (
  { keyring, clock }: IssuanceContext,
  tx: Tx,
  cardNumber: string,
  request: IssueRequest,
): Promise<void> => {
  const rows = await tx
    .selectFrom("links")
    .innerJoin("tokens", "tokens.id", "links.token_id")
    .select("tokens.id")
    .where("links.purpose", "=", "card-second-password")
    .where("links.subject_key", "=", subjectKeyOf(keyring, "card-second-password", cardNumber))
    .where("links.ended_at", "is", null)
    .where("tokens.state", "=", "issued")
    .execute();
  for (const token of await lockTokens(
    tx,
    rows.map((row) => row.id),
  )) {
    if (token.state !== "issued") continue;
    await endToken(tx, token, "replaced", clock.now());
    await appendAudit(tx, clock.now(), {
      type: "token.voided",
      actor: actorOf(request.by),
      customerId: token.customer_id,
      token,
      details: { reason: "replaced" },
      reference: request.reference,
    });
  }
};

const insertToken = async (
  context: IssuanceContext,
  tx: Tx,
  request: IssueRequest,
  now: number,
): Promise<TokenRow> => {
  const row = await tx
    .insertInto("tokens")
    .values({
      serial: drawTokenSerial(context.random),
      kind: request.kind,
      customer_id: request.customer.customerId,
      state: "issued",
      state_reason: null,
      subject:
        request.cardNumber === null
          ? request.customer.name
          : maskedSubject("card-second-password", request.cardNumber),
      profile: context.policy.profile,
      device_id: null,
      platform: null,
      sealed_seed: null,
      issued_at: new Date(now),
      issued_by: actorOf(request.by).id,
      branch: request.by.kind === "staff" ? request.by.branch : null,
      activated_at: null,
      ended_at: null,
    })
    // One in 10^11 meets an earlier serial: draw again.
    .onConflict((conflict) => conflict.column("serial").doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? insertToken(context, tx, request, now);
};

/** Makes a new code, keeps its digest and queues the SMS; any earlier code of the token dies here. */
export const sendActivationCode = async (
  { clock, random, keyring, outbox, policy }: IssuanceContext,
  tx: Tx,
  token: TokenRow,
  mobile: string,
): Promise<{ serial: string; smsSentTo: string; activationExpiresAt: string }> => {
  const code = drawActivationCode(random);
  const expiresAt = later(clock.now(), policy.activation.codeSeconds);
  await saveActivationCode(tx, token.id, codeDigest(keyring, token.serial, code), expiresAt);
  await outbox.queue(tx, {
    topic: "activation-code",
    to: mobile,
    text: activationCodeSms(
      {
        bankName: policy.bankName,
        code,
        subject: smsSubjectOf(token),
        validHours: Math.round(policy.activation.codeSeconds / 3_600),
      },
      "fa",
    ),
    usefulSeconds: policy.activation.codeSeconds,
  });
  return {
    serial: token.serial,
    smsSentTo: maskedMobile(mobile),
    activationExpiresAt: rfc3339(expiresAt),
  };
};

const drawActivationCode = (random: Random): ActivationCode => {
  const code = parseActivationCode(randomDigits(random, ACTIVATION_CODE_DIGITS));
  if (!code.ok) throw new Error("eight drawn digits are an activation code");
  return code.value;
};

export const receiptOf = (
  policy: Policy,
  token: TokenRow,
  sent: { readonly smsSentTo: string; readonly activationExpiresAt: string },
): IssuedToken["receipt"] => ({
  bankName: policy.bankName,
  kind: token.kind,
  serial: token.serial,
  subject: token.subject,
  smsSentTo: sent.smsSentTo,
  issuedAt: rfc3339(token.issued_at),
  activationExpiresAt: sent.activationExpiresAt,
  ...(token.branch === null ? {} : { branch: token.branch }),
});
