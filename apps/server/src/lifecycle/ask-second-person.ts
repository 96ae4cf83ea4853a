/** The acts of a branch that wait for a second person: what is asked for, and what it is about. */
import type { Approval } from "@ramznama/contract";
import { fileApproval, type FilingContext } from "../approvals/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import {
  loadBlockedAt,
  loadIdentitySeenUntil,
  lockDevice,
  type DeviceRow,
} from "../customers/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Policy } from "../policy.ts";
import { lockCustomer, lockTokensOfCustomer, type TokenRow } from "../tokens/index.ts";
import { ownersBlock } from "./decide-staff-act.ts";
import { tokensOnPhone, unended } from "./end-tokens.ts";

export interface AskingContext extends FilingContext {
  readonly database: Database;
  readonly coreBank: CoreBank;
  readonly policy: Policy;
}

interface Asking {
  readonly caller: StaffOfBranch;
  readonly reference: string;
}

/** Whose it is, as far as core banking still knows them. */
export interface AffectedCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly mobile: string | null;
}

/** A customer whom core banking no longer knows still has what can be ended; only nobody can be told. */
export const findAffected = async (
  coreBank: CoreBank,
  customerId: string,
): Promise<AffectedCustomer & { readonly known: boolean }> => {
  const [found]: readonly CoreCustomer[] = await coreBank.findCustomers({ customerId });
  return found === undefined
    ? { customerId, name: customerId, mobile: null, known: false }
    : { customerId, name: found.name, mobile: found.mobile, known: true };
};

export const ownerOfDevice = async (
  { database, coreBank }: AskingContext,
  id: string,
): Promise<AffectedCustomer> => {
  const device = await database
    .selectFrom("devices")
    .select("customer_id")
    .where("id", "=", id)
    .executeTakeFirst();
  if (device === undefined) throw new RamznamaError("device_not_found");
  return findAffected(coreBank, device.customer_id);
};

/** Serial and subject of each token. */
const subjectsOf = (tokens: readonly TokenRow[]): string[] =>
  tokens.map(({ serial, subject }) => `${serial} ${subject}`);

/** The device alone: what its thief does with the tokens on it must not void the request. */
export const deviceReleaseBasis = (keyring: Keyring, device: DeviceRow): Buffer =>
  keyring.digest("content", "device-release", device.id, device.ended_at === null ? "live" : "");

export const askForRelease = async (
  context: AskingContext,
  tx: Tx,
  id: string,
  owner: AffectedCustomer,
  asking: Asking,
): Promise<Approval | null> => {
  await lockCustomer(tx, owner.customerId);
  const device = await lockDevice(tx, id);
  if (device === undefined) throw new RamznamaError("device_not_found");
  if (device.ended_at !== null) return null;
  return fileApproval(context, tx, {
    kind: "device-release",
    ...asking,
    customer: owner,
    object: id,
    subjects: subjectsOf(tokensOnPhone(await lockTokensOfCustomer(tx, owner.customerId, unended))),
    basis: deviceReleaseBasis(context.keyring, device),
  });
};

/** The tokens that would end: a further one has been seen by nobody. */
export const customerRevocationBasis = (keyring: Keyring, tokens: readonly TokenRow[]): Buffer =>
  keyring.digest("content", "customer-revocation", ...tokens.map(({ serial }) => serial));

/** @throws RamznamaError `customer_not_found` for one of whom nobody knows anything */
export const askForRevocation = async (
  context: AskingContext,
  tx: Tx,
  customer: AffectedCustomer & { readonly known: boolean },
  asking: Asking,
): Promise<Approval | null> => {
  const { customerId } = customer;
  await lockCustomer(tx, customerId);
  const tokens = await lockTokensOfCustomer(tx, customerId, unended);
  if (tokens.length === 0) {
    if (!customer.known) throw new RamznamaError("customer_not_found");
    return null;
  }
  return fileApproval(context, tx, {
    kind: "customer-revocation",
    ...asking,
    customer,
    object: customerId,
    subjects: subjectsOf(tokens),
    basis: customerRevocationBasis(context.keyring, tokens),
  });
};

/** The block itself: a newer one is another wish of the owner. */
export const blockLiftBasis = (keyring: Keyring, blockedAt: Date | null): Buffer =>
  keyring.digest("content", "block-lift", blockedAt?.toISOString() ?? "");

/** @throws RamznamaError `identity_required`: only its owner may have a block lifted, seen at this branch just now */
export const askForBlockLift = async (
  context: AskingContext,
  tx: Tx,
  customer: AffectedCustomer,
  asking: Asking,
): Promise<Approval | null> => {
  const { customerId } = customer;
  await lockCustomer(tx, customerId);
  const blockedAt = await loadBlockedAt(tx, customerId);
  const tokens = await blockedTokens(tx, customerId);
  if (blockedAt === null && tokens.length === 0) return null;
  await assertIdentitySeen(context, tx, customerId, asking.caller.branch);
  return fileApproval(context, tx, {
    kind: "block-lift",
    ...asking,
    customer,
    object: customerId,
    subjects: subjectsOf(tokens),
    basis: blockLiftBasis(context.keyring, blockedAt),
  });
};

export const blockedTokens = async (tx: Tx, customerId: string): Promise<TokenRow[]> => {
  const suspended = await lockTokensOfCustomer(tx, customerId, ["suspended"]);
  return suspended.filter((token) => token.state_reason === ownersBlock);
};

const assertIdentitySeen = async (
  { clock, policy }: AskingContext,
  tx: Tx,
  customerId: string,
  branch: string,
): Promise<void> => {
  const holds = policy.enrolment.identityHoldsSeconds;
  const until = await loadIdentitySeenUntil(tx, customerId, branch, holds, clock.now());
  if (until === null) throw new RamznamaError("identity_required");
};
