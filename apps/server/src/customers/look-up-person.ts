/**
 * [Note: Same answer, same time] A registration is answered before anybody looks the person up; the look-up and the
 * SMS follow in the background. So known and unknown people get the same answer in the same time by construction, and
 * core banking being slow or away delays an SMS instead of refusing a customer.
 */
import {
  parseRegistrationCode,
  registrationCodeSms,
  twoRegistrationCodesSms,
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
import { decideCodeSending, type CodeSending, type CodesSent } from "./decide-code-sending.ts";
import {
  loadCodesSent,
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
      await saveLookup(tx, row.id);
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
  context: LookupContext,
  tx: Tx,
  row: Pick<RegistrationRow, "id" | "expires_at">,
  person: Person,
  now: number,
): Promise<void> => {
  const { coreBank, policy } = context;
  const customers = await coreBank.findCustomers({ nationalId: person.nationalId });
  const customer = customers.find((one) => isPerson(one, person));
  if (customer === undefined) {
    await saveLookup(tx, row.id);
    return;
  }
  // Two requests of one person follow one another, so that their codes are counted.
  await lockName(tx, `registration:${customer.customerId}`);
  const { registration } = policy;
  const sent = await loadCodesSent(tx, customer.customerId, registration.wrongCodes, now);
  const sending = decideCodeSending(sent, registration, now);
  if (sending.kind === "wait") await postpone(tx, row.id, sending.until);
  else await sendCode(context, tx, { row, customer, sending, sent, now });
};

const postpone = async (tx: Tx, id: string, until: number): Promise<void> => {
  await tx
    .updateTable("registrations")
    .set({ due_at: new Date(until) })
    .where("id", "=", id)
    .execute();
};

interface Sending {
  readonly row: Pick<RegistrationRow, "id" | "expires_at">;
  readonly customer: CoreCustomer & { readonly mobile: string };
  readonly sending: Extract<CodeSending, { kind: "send" }>;
  readonly sent: CodesSent;
  readonly now: number;
}

const sendCode = async (
  { random, keyring, outbox, policy }: LookupContext,
  tx: Tx,
  { row, customer, sending, sent, now }: Sending,
): Promise<void> => {
  const remainingSeconds = Math.ceil((row.expires_at.getTime() - now) / 1000);
  const code = drawRegistrationCode(random);
  const second = sending.needsSecond ? drawRegistrationCode(random) : undefined;
  const { customerId } = customer;
  await saveLookup(tx, row.id, {
    customer_id: customerId,
    code_digest: registrationCodeDigest(keyring, row.id, code),
    second_code_digest:
      second === undefined ? null : registrationCodeDigest(keyring, row.id, second),
    code_sent_at: new Date(now),
  });
  // From now, not from the request: core banking may have kept both waiting.
  const validMinutes = Math.max(1, Math.floor(remainingSeconds / 60));
  const sms = { bankName: policy.bankName, code, validMinutes };
  await outbox.queue(tx, {
    topic: "registration-code",
    to: customer.mobile,
    text:
      second === undefined
        ? registrationCodeSms(sms, "fa")
        : twoRegistrationCodesSms({ ...sms, second }, "fa"),
    usefulSeconds: remainingSeconds,
  });
  const actor = systemActor("registration");
  const details = { codes: second === undefined ? 1 : 2 };
  await appendAudit(tx, now, { type: "registration.code-sent", actor, customerId, details });
  if (sending.alarm) {
    const alarm = { codesWithinDay: sent.withinDay + 1 };
    await appendAudit(tx, now, {
      ...{ type: "alarm.registration-codes", actor, customerId, details: alarm },
    });
  }
};

/** The code goes to the number in core banking; naming another number is not being that person. */
const isPerson = (
  customer: CoreCustomer,
  person: Person,
): customer is CoreCustomer & { readonly mobile: string } =>
  customer.nationalId === person.nationalId && customer.mobile === person.mobile;

type FoundPerson = Pick<
  RegistrationRow,
  "customer_id" | "code_digest" | "second_code_digest" | "code_sent_at"
>;

/** Without a found person nothing changes but that the look-up is over. */
const saveLookup = async (tx: Tx, id: string, found: Partial<FoundPerson> = {}): Promise<void> => {
  await tx
    .updateTable("registrations")
    .set({ state: "looked-up", sealed_person: null, ...found })
    .where("id", "=", id)
    .execute();
};

const drawRegistrationCode = (random: Random): RegistrationCode => {
  const code = parseRegistrationCode(randomDigits(random, REGISTRATION_CODE_DIGITS));
  if (!code.ok) throw new Error("six drawn digits are a registration code");
  return code.value;
};
