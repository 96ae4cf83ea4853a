/** Idempotency by (channel, transactionReference): the same question gets the same answer and spends nothing. */
import { timingSafeEqual } from "node:crypto";
import type { VerificationRequest, VerificationResponse } from "@ramznama/contract";
import { sql } from "kysely";
import type { Keyring } from "../keys/index.ts";
import type { Database, Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";

const referenceHoldsMilliseconds = 30 * 86_400 * 1_000;

/** A reference answered at or before this moment is free again. @param now milliseconds since the Unix epoch */
export const referenceHoldsSince = (now: number): Date =>
  new Date(now - referenceHoldsMilliseconds);

/** What the reference stands for, as a keyed digest: the code itself is never stored. */
export const contentDigest = (keyring: Keyring, request: VerificationRequest): Buffer =>
  keyring.digest(
    "content",
    request.purpose,
    request.subject,
    request.code,
    request.origin ?? "",
    request.holder ?? "",
    request.transactionDigest ?? "",
  );

interface Question {
  readonly channel: string;
  readonly reference: string;
  readonly digest: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Takes the reference for this transaction, or returns the answer it has already. A second request with the same
 * reference waits here until the first has committed.
 * @throws RamznamaError `reference_reused` when it came with other content
 */
export const claimReference = async (
  tx: Tx,
  question: Question,
): Promise<VerificationResponse | undefined> => {
  const { channel, reference, digest, now } = question;
  await tx
    .deleteFrom("verifications")
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .where("at", "<=", referenceHoldsSince(now))
    .execute();
  const claimed = await tx
    .insertInto("verifications")
    .values({
      channel,
      transaction_reference: reference,
      content_digest: digest,
      answer: null,
      at: new Date(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("channel")
    .executeTakeFirst();
  if (claimed !== undefined) return undefined;
  const row = await tx
    .selectFrom("verifications")
    .select(["content_digest", "answer"])
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .executeTakeFirst();
  // The other request was throttled a moment ago and took its claim back: the caller may come again.
  if (row?.answer == null)
    throw new RamznamaError("temporarily_unavailable", { retryAfterSeconds: 1 });
  if (!timingSafeEqual(row.content_digest, digest)) throw new RamznamaError("reference_reused");
  return { ...row.answer, replayed: true };
};

/** Whether this reference has its answer, whatever that is; one past its time is free again. */
export const isAnswered = async (
  database: Database,
  { channel, reference, now }: Omit<Question, "digest">,
): Promise<boolean> => {
  const row = await database
    .selectFrom("verifications")
    .select("channel")
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .where("at", ">", referenceHoldsSince(now))
    .executeTakeFirst();
  return row !== undefined;
};

/** When the reference got its answer; undefined while it has none. */
export const loadAnsweredAt = async (
  database: Database,
  channel: string,
  reference: string,
): Promise<Date | undefined> => {
  const row = await database
    .selectFrom("verifications")
    .select("at")
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .executeTakeFirst();
  return row?.at;
};

export const saveAnswer = async (
  tx: Tx,
  { channel, reference }: Question,
  answer: VerificationResponse,
): Promise<void> => {
  await tx
    .updateTable("verifications")
    .set({ answer: sql`${JSON.stringify(answer)}::jsonb` })
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .execute();
};

/** `throttled` is not remembered: the same entry may be asked again after the delay. */
export const releaseReference = async (tx: Tx, { channel, reference }: Question): Promise<void> => {
  await tx
    .deleteFrom("verifications")
    .where("channel", "=", channel)
    .where("transaction_reference", "=", reference)
    .execute();
};
