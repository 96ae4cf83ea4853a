/**
 * [Note: Same answer, same time] A registration is answered before anybody looks the person up; the look-up and the
 * SMS follow in the background. So known and unknown people get the same answer in the same time by construction, and
 * core banking being slow or away delays an SMS instead of refusing a customer.
 */
import {
  parseRegistrationCode,
  registrationCodeSms,
  type RegistrationCode,
} from "@ramznama/persian";
import { appendAudit, systemActor } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import { later, type Clock } from "../platform/clock.ts";
import { lockName, transaction, type Database, type Tx } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import { randomDigits, type Random } from "../platform/random.ts";
import { startWorker, type Worker } from "../platform/worker.ts";
import type { Policy } from "../policy.ts";
import type { Outbox } from "../sms/index.ts";
import {
  openPerson,
  registrationCodeDigest,
  type Person,
  type RegistrationRow,
} from "./registration-records.ts";

interface LookupContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
  readonly outbox: Outbox;
  readonly policy: Policy;
  readonly logger: Logger;
}

const REGISTRATION_CODE_DIGITS = 6;
const retrySeconds = 5;

export const createLookupWorker = (context: LookupContext): Worker =>
  startWorker({
    name: "registration",
    logger: context.logger,
    intervalMilliseconds: 1_000,
    // One slow answer of core banking must not hold up everybody's codes.
    concurrency: 4,
    runOne: async () => {
      const found = await lookUpOne(context);
      if (found) context.outbox.worker.kick();
      return found;
    },
  });

const lookUpOne = (context: LookupContext): Promise<boolean> =>
  transaction(context.database, async (tx) => {
    const now = context.clock.now();
    const row = await tx
      .selectFrom("registrations")
      .selectAll()
      .where("state", "=", "requested")
      .where("due_at", "<=", new Date(now))
      .orderBy("due_at")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row?.sealed_person == null) return false;
    if (row.expires_at.getTime() <= now) {
      await saveLookup(tx, row.id, null, null);
      return true;
    }
    try {
      const person = openPerson(context.keyring, row.id, row.sealed_person);
      await answerPerson(context, tx, row, person, now);
    } catch (error) {
      context.logger.warn("registration.look-up-failed", describeError(error));
      await tx
        .updateTable("registrations")
        .set({ due_at: later(now, retrySeconds) })
        .where("id", "=", row.id)
        .execute();
    }
    return true;
  });

const answerPerson = async (
  { coreBank, random, keyring, outbox, policy }: LookupContext,
  tx: Tx,
  { id, expires_at: expiresAt }: Pick<RegistrationRow, "id" | "expires_at">,
  person: Person,
  now: number,
): Promise<void> => {
  const customers = await coreBank.findCustomers({ nationalId: person.nationalId });
  const customer = customers.find((one) => isPerson(one, person));
  if (customer === undefined) {
    await saveLookup(tx, id, null, null);
    return;
  }
  // Two requests of one person follow one another, so that their codes are counted.
  await lockName(tx, `registration:${customer.customerId}`);
  const waitUntil = await decideSlowness(tx, policy, customer.customerId, now);
  if (waitUntil > now) {
    await tx
      .updateTable("registrations")
      .set({ due_at: new Date(waitUntil) })
      .where("id", "=", id)
      .execute();
    return;
  }
  const remainingSeconds = Math.ceil((expiresAt.getTime() - now) / 1000);
  const code = drawRegistrationCode(random);
  await saveLookup(tx, id, customer.customerId, registrationCodeDigest(keyring, id, code), now);
  await outbox.queue(tx, {
    topic: "registration-code",
    to: person.mobile,
    text: registrationCodeSms(
      {
        bankName: policy.bankName,
        code,
        // From now, not from the request: core banking may have kept both waiting.
        validMinutes: Math.max(1, Math.floor(remainingSeconds / 60)),
      },
      "fa",
    ),
    usefulSeconds: remainingSeconds,
  });
  await appendAudit(tx, now, {
    type: "registration.code-sent",
    actor: systemActor("registration"),
    customerId: customer.customerId,
  });
};

/**
 * After the day's prompt codes the next ones come with pauses in between, and the bank is told: somebody is asking
 * for codes again and again. They still come, so that nobody is locked out by that.
 * @returns when the next code may be sent, milliseconds since the Unix epoch
 */
const decideSlowness = async (
  tx: Tx,
  { registration }: Policy,
  customerId: string,
  now: number,
): Promise<number> => {
  const { count, last } = await tx
    .selectFrom("registrations")
    .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.max("code_sent_at").as("last")])
    .where("customer_id", "=", customerId)
    .where("code_sent_at", ">", later(now, -86_400))
    .executeTakeFirstOrThrow();
  if (count < registration.promptCodesPerDay || last === null) return now;
  if (count === registration.promptCodesPerDay) {
    await appendAudit(tx, now, {
      type: "alarm.registration-codes",
      actor: systemActor("registration"),
      customerId,
      details: { codesWithinDay: count },
    });
  }
  return last.getTime() + registration.slowCodeSeconds * 1000;
};

/** The code goes to the number in core banking; naming another number is not being that person. */
const isPerson = (customer: CoreCustomer, person: Person): boolean =>
  customer.nationalId === person.nationalId && customer.mobile === person.mobile;

const saveLookup = async (
  tx: Tx,
  id: string,
  customerId: string | null,
  digest: Uint8Array | null,
  sentAt: number | null = null,
): Promise<void> => {
  await tx
    .updateTable("registrations")
    .set({
      state: "looked-up",
      sealed_person: null,
      customer_id: customerId,
      code_digest: digest,
      code_sent_at: sentAt === null ? null : new Date(sentAt),
    })
    .where("id", "=", id)
    .execute();
};

const drawRegistrationCode = (random: Random): RegistrationCode => {
  const code = parseRegistrationCode(randomDigits(random, REGISTRATION_CODE_DIGITS));
  if (!code.ok) throw new Error("six drawn digits are a registration code");
  return code.value;
};
