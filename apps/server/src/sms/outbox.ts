/**
 * The outbox: a message is queued in the transaction of the change it tells about, so it is sent if and only if the
 * change happened; a worker delivers it, and what it said is erased afterwards.
 */
import type { Clock } from "../platform/clock.ts";
import { later, rfc3339 } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { startWorker, type Worker } from "../platform/worker.ts";
import type { Keyring } from "../keys/index.ts";
import type { SmsSender } from "./inbox-sender.ts";

export interface QueuedMessage {
  readonly topic: string;
  /** `09xxxxxxxxx`, from core banking and never from the requester. */
  readonly to: string;
  readonly text: string;
  /** After this the message is of no use (a code has expired) and is given up. */
  readonly usefulSeconds: number;
}

export interface Outbox {
  queue(tx: Tx, message: QueuedMessage): Promise<void>;
  /** Call after the transaction has committed: delivery starts at once instead of at the next round. */
  readonly worker: Worker;
}

interface OutboxContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly sender: SmsSender;
  readonly logger: Logger;
}

export const createOutbox = (context: OutboxContext): Outbox => ({
  queue: (tx, message) => queueMessage(context, tx, message),
  worker: startWorker({
    name: "sms",
    logger: context.logger,
    intervalMilliseconds: 1_000,
    runOne: () => deliverOne(context),
  }),
});

const queueMessage = async (
  { clock, random, keyring }: OutboxContext,
  tx: Tx,
  message: QueuedMessage,
): Promise<void> => {
  const id = random.uuid();
  const now = clock.now();
  const content = Buffer.from(JSON.stringify({ to: message.to, text: message.text }));
  await tx
    .insertInto("sms_messages")
    .values({
      id,
      topic: message.topic,
      sealed: keyring.seal("message", id, content),
      state: "waiting",
      attempts: 0,
      created_at: new Date(now),
      due_at: new Date(now),
      expires_at: later(now, message.usefulSeconds),
      finished_at: null,
    })
    .execute();
  content.fill(0);
};

/** 2, 4, 8 … seconds, at most five minutes. */
const retrySeconds = (attempts: number): number => Math.min(2 ** attempts, 300);

const deliverOne = (context: OutboxContext): Promise<boolean> =>
  transaction(context.database, async (tx) => {
    const now = context.clock.now();
    const row = await tx
      .selectFrom("sms_messages")
      .selectAll()
      .where("state", "=", "waiting")
      .where("due_at", "<=", new Date(now))
      .orderBy("due_at")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row?.sealed == null) return false;
    if (row.expires_at.getTime() <= now) {
      await finish(tx, row.id, "given-up", now);
      return true;
    }
    try {
      const content = parseContent(context.keyring.open("message", row.id, row.sealed));
      await context.sender.send({ messageId: row.id, ...content, sentAt: rfc3339(now) });
      await finish(tx, row.id, "sent", now);
    } catch (error) {
      context.logger.warn("sms.not-delivered", describeError(error));
      const attempts = row.attempts + 1;
      await tx
        .updateTable("sms_messages")
        .set({ attempts, due_at: later(now, retrySeconds(attempts)) })
        .where("id", "=", row.id)
        .execute();
    }
    return true;
  });

const parseContent = (bytes: Buffer): { to: string; text: string } => {
  const content: unknown = JSON.parse(bytes.toString("utf8"));
  bytes.fill(0);
  if (typeof content !== "object" || content === null || !("to" in content && "text" in content)) {
    throw new TypeError("a sealed message has another shape");
  }
  return { to: String(content.to), text: String(content.text) };
};

const finish = async (
  tx: Tx,
  id: string,
  state: "sent" | "given-up",
  now: number,
): Promise<void> => {
  await tx
    .updateTable("sms_messages")
    .set({ state, sealed: null, finished_at: new Date(now) })
    .where("id", "=", id)
    .execute();
};
