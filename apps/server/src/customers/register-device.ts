/** The second step of a registration: the typed code, the one-device rule, the new device. */
import { timingSafeEqual } from "node:crypto";
import type { ProblemCode } from "@ramznama/contract";
import { appendAudit, type Actor } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { Random } from "../platform/random.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { endToken, liveStates, lockCustomer, lockTokensOfCustomer } from "../tokens/index.ts";
import { decideRegistration, type RegistrationOutcome } from "./decide-registration.ts";
import { endDevice, loadDeviceOfCustomer, type DeviceRow } from "./devices.ts";
import {
  isSecondDue,
  lockRegistration,
  registrationCodeDigest,
  type RegistrationRow,
} from "./registration-records.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly policy: Policy;
}

interface ConfirmRequest {
  readonly id: string;
  readonly caller: DeviceCaller;
  readonly code: string;
  readonly reference: string;
}

interface Registered {
  readonly deviceId: string;
  readonly registeredAt: string;
}

type Answer =
  | { readonly ok: true; readonly registered: Registered }
  | { readonly ok: false; readonly refusal: RamznamaError };

/** @throws RamznamaError with the refusal's code, after a wrong try has been counted for good */
export const confirmPerson = async (
  context: Context,
  request: ConfirmRequest,
): Promise<Registered> => {
  const answer = await transaction(context.database, (tx) => confirmInside(context, tx, request));
  if (!answer.ok) throw answer.refusal;
  return answer.registered;
};

const confirmInside = async (
  context: Context,
  tx: Tx,
  request: ConfirmRequest,
): Promise<Answer> => {
  const { clock, keyring, policy } = context;
  const now = clock.now();
  const row = await lockRegistration(tx, request.id, request.caller.thumbprint);
  if (row === undefined) return refuse("registration_not_recognised");
  const matches = codeMatches(keyring, row, request.code);
  // Only a right code takes more work than a wrong one: for known and unknown people the refusal costs the same.
  if (matches && row.customer_id !== null) await lockCustomer(tx, row.customer_id);
  const other = matches ? await otherDeviceOf(tx, row, request.caller) : undefined;
  const outcome = decideRegistration(
    {
      expiresAt: row.expires_at,
      wrongAttempts: row.wrong_attempts,
      confirmed: row.state === "confirmed",
      codeMatches: matches,
      secondDue: isSecondDue(row),
      otherDevice: other?.summary ?? null,
      keyUsedBefore: matches && (await keyUsedBefore(tx, request.caller)),
    },
    policy.registration.wrongCodes,
    now,
  );
  return carryOut(context, tx, { row, request, other: other?.device, now }, outcome);
};

/** Which device stands in the way is told with the right code and to nobody before. */
const refuse = (code: ProblemCode, other?: DeviceRow): Answer => {
  const isOther = code === "device_already_registered" && other !== undefined;
  const otherDevice = isOther
    ? { platform: other.platform, registeredAt: rfc3339(other.registered_at) }
    : undefined;
  return {
    ok: false,
    refusal: new RamznamaError(code, otherDevice === undefined ? {} : { otherDevice }),
  };
};

/** The same work whether or not there is a code to compare with. */
const codeMatches = (keyring: Keyring, row: RegistrationRow, code: string): boolean => {
  const typed = registrationCodeDigest(keyring, row.id, code);
  const stored = row.code_digest ?? registrationCodeDigest(keyring, row.id, "no code was sent");
  return timingSafeEqual(typed, stored) && row.code_digest !== null;
};

const otherDeviceOf = async (
  tx: Tx,
  row: RegistrationRow,
  caller: DeviceCaller,
): Promise<{ device: DeviceRow; summary: { hasLiveTokens: boolean } } | undefined> => {
  if (row.customer_id === null) return undefined;
  const device = await loadDeviceOfCustomer(tx, row.customer_id);
  if (device === undefined || device.thumbprint === caller.thumbprint) return undefined;
  const live = await tx
    .selectFrom("tokens")
    .select("id")
    .where("device_id", "=", device.id)
    .where("state", "in", liveStates)
    .limit(1)
    .executeTakeFirst();
  return { device, summary: { hasLiveTokens: live !== undefined } };
};

const keyUsedBefore = async (tx: Tx, caller: DeviceCaller): Promise<boolean> => {
  const row = await tx
    .selectFrom("devices")
    .select("id")
    .where("thumbprint", "=", caller.thumbprint)
    .executeTakeFirst();
  return row !== undefined;
};

interface Step {
  readonly row: RegistrationRow;
  readonly request: ConfirmRequest;
  /** The customer's live device, where it is another one than this. */
  readonly other: DeviceRow | undefined;
  readonly now: number;
}

const carryOut = async (
  context: Context,
  tx: Tx,
  step: Step,
  outcome: RegistrationOutcome,
): Promise<Answer> => {
  switch (outcome.kind) {
    case "refuse":
      await noteRefusal(tx, step, outcome.reason);
      return refuse(outcome.reason, step.other);
    case "count-wrong":
      return countWrong(tx, step, step.row.code_digest, "registration_code_wrong");
    case "go-on-to-second":
      return countWrong(tx, step, step.row.second_code_digest, "first_of_two_codes");
    case "repeat":
      return loadRegistered(tx, step.row);
    case "register":
      return registerDevice(context, tx, step);
  }
};

/** @param next digest of the code that is looked for from now on */
const countWrong = async (
  tx: Tx,
  step: Step,
  next: Uint8Array | null,
  reason: string,
): Promise<Answer> => {
  await tx
    .updateTable("registrations")
    .set((eb) => ({ wrong_attempts: eb("wrong_attempts", "+", 1), code_digest: next }))
    .where("id", "=", step.row.id)
    .execute();
  await noteRefusal(tx, step, reason);
  return refuse("registration_code_wrong");
};

const noteRefusal = (tx: Tx, { row, request, now }: Step, reason: string): Promise<void> =>
  appendAudit(tx, now, {
    type: "registration.refused",
    actor: { kind: "device", id: request.caller.thumbprint },
    customerId: row.customer_id,
    details: { registration: row.id, reason },
    reference: request.reference,
  });

const loadRegistered = async (tx: Tx, row: RegistrationRow): Promise<Answer> => {
  const device = await tx
    .selectFrom("devices")
    .selectAll()
    .where("id", "=", row.device_id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return device === undefined ? refuse("registration_not_recognised") : registered(device);
};

const registered = (device: Pick<DeviceRow, "id" | "registered_at">): Answer => ({
  ok: true,
  registered: { deviceId: device.id, registeredAt: rfc3339(device.registered_at) },
});

const registerDevice = async (context: Context, tx: Tx, step: Step): Promise<Answer> => {
  const { row, request, other: replaced, now } = step;
  if (row.customer_id === null) throw new Error("a right code without a customer");
  const actor: Actor = { kind: "device", id: request.caller.thumbprint };
  if (replaced !== undefined) await replaceDevice(tx, step, replaced, row.customer_id, actor);
  const device = { id: context.random.uuid(), registered_at: new Date(now) };
  await tx
    .insertInto("devices")
    .values({
      ...device,
      customer_id: row.customer_id,
      thumbprint: request.caller.thumbprint,
      public_key: request.caller.publicKey,
      platform: row.platform,
      ended_at: null,
      end_reason: null,
    })
    .execute();
  await tx
    .updateTable("registrations")
    .set({ state: "confirmed", device_id: device.id })
    .where("id", "=", row.id)
    .execute();
  await appendAudit(tx, now, {
    type: "device.registered",
    actor,
    customerId: row.customer_id,
    details: { device: device.id, replaced: replaced?.id ?? null },
    reference: request.reference,
  });
  return registered(device);
};

/** Registering another device voids every issued or confirming token of the customer (product.md). */
const replaceDevice = async (
  tx: Tx,
  { now, request }: Step,
  replaced: DeviceRow,
  customerId: string,
  actor: Actor,
): Promise<void> => {
  await endDevice(tx, replaced.id, "replaced", now);
  for (const token of await lockTokensOfCustomer(tx, customerId, ["issued", "confirming"])) {
    await endToken(tx, token, "other-device-registered", now);
    await appendAudit(tx, now, {
      type: "token.voided",
      actor,
      customerId,
      token,
      details: { reason: "other-device-registered" },
      reference: request.reference,
    });
  }
};
