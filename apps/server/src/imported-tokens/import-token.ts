/**
 * Brings in a token that another maker's file describes: its seed is sealed, and it works at once for the subjects of
 * its customer. There is no receipt, no activation and no phone. Done by the operator, at no door of the server.
 */
import type { TokenKind } from "@ramznama/contract";
import type { OtpPolicy } from "@ramznama/otp";
import type { TokenSerial } from "@ramznama/persian";
import { appendAudit, type Actor } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import { isBlocked } from "../customers/index.ts";
import type { Keyring } from "../keys/index.ts";
import {
  insertLink,
  isSubjectTaken,
  maskedSubject,
  ownsSubject,
  type LinkedSubject,
} from "../links/index.ts";
import type { Clock } from "../platform/clock.ts";
import { lockName, transaction, type Database, type Tx } from "../platform/database.ts";
import type { Random } from "../platform/random.ts";
import { drawTokenSerial, lockCustomer, sealSeed, type TokenRow } from "../tokens/index.ts";
import { beginImportedMemory } from "../verification/index.ts";
import { decideImport, type ImportedKey, type ImportRefusal } from "./decide-import.ts";

export interface ImportContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
}

export interface ImportRequest {
  readonly key: ImportedKey;
  readonly customerId: string;
  readonly kind: TokenKind;
  readonly links: readonly LinkedSubject[];
  readonly actor: Actor;
}

export type ImportOutcome =
  | { readonly ok: true; readonly serial: TokenSerial }
  | { readonly ok: false; readonly reason: ImportRefusal };

/** @throws RamznamaError `core_bank_unavailable`: without its word nobody owns anything */
export const importToken = async (
  context: ImportContext,
  request: ImportRequest,
): Promise<ImportOutcome> => {
  const [owner] = await context.coreBank.findCustomers({ customerId: request.customerId });
  return transaction(context.database, (tx) => importInside(context, tx, request, owner));
};

const importInside = async (
  { clock, keyring, random }: ImportContext,
  tx: Tx,
  request: ImportRequest,
  owner: CoreCustomer | undefined,
): Promise<ImportOutcome> => {
  await lockCustomer(tx, request.customerId);
  const decision = decideImport(request.key, request, await loadState(tx, keyring, request, owner));
  if (!decision.ok) return decision;
  if (owner === undefined) throw new Error("an imported token has an owner");
  const now = clock.now();
  const digest = seedDigest(keyring, request.key);
  const token = await insertImported(tx, random, request, { owner, digest }, decision.policy, now);
  await storeSeed(tx, keyring, token, request.key.seed);
  await beginImportedMemory(tx, token.id, decision.begin);
  for (const link of request.links) {
    await insertLink(tx, keyring, now, {
      tokenId: token.id,
      customerId: request.customerId,
      linkedBy: request.actor.id,
      ...link,
    });
  }
  const { manufacturer, manufacturerSerial } = request.key;
  await appendAudit(tx, now, {
    type: "token.imported",
    actor: request.actor,
    customerId: request.customerId,
    token,
    details: { kind: request.kind, codes: decision.policy.kind, manufacturer, manufacturerSerial },
  });
  return { ok: true, serial: token.serial as TokenSerial };
};

const loadState = async (
  tx: Tx,
  keyring: Keyring,
  { key, customerId, links }: ImportRequest,
  owner: CoreCustomer | undefined,
) => {
  // Two files with the same token, one after the other.
  await lockName(tx, "import");
  const before = await tx
    .selectFrom("tokens")
    .select("id")
    .where("provenance", "=", "imported")
    .where((eb) =>
      eb.or([
        eb("seed_digest", "=", seedDigest(keyring, key)),
        eb("manufacturer", "=", key.manufacturer).and(
          "manufacturer_serial",
          "=",
          key.manufacturerSerial,
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  let subjectTaken = false;
  for (const link of links) {
    subjectTaken ||= await isSubjectTaken(tx, keyring, customerId, link);
  }
  return {
    ownsSubjects: owner !== undefined && links.every((link) => ownsSubject(owner, link)),
    blocked: await isBlocked(tx, customerId),
    subjectTaken,
    importedBefore: before !== undefined,
  };
};

const seedDigest = (keyring: Keyring, { seed }: ImportedKey): Buffer =>
  keyring.digest("subject", "imported-seed", seed);

/** Without its seed yet: the box of a seed names its row, which has no number before it is there. */
const insertImported = async (
  tx: Tx,
  random: Random,
  request: ImportRequest,
  { owner, digest }: { readonly owner: CoreCustomer; readonly digest: Buffer },
  policy: OtpPolicy,
  now: number,
): Promise<TokenRow> => {
  const { key, kind, customerId, actor } = request;
  const row = await tx
    .insertInto("tokens")
    .values({
      serial: drawTokenSerial(random),
      kind,
      customer_id: customerId,
      state: "active",
      state_reason: null,
      subject: shownSubject(request, owner),
      profile: policy,
      provenance: "imported",
      manufacturer: key.manufacturer,
      manufacturer_serial: key.manufacturerSerial,
      seed_digest: digest,
      device_id: null,
      platform: null,
      sealed_seed: Buffer.alloc(0),
      issued_at: new Date(now),
      issued_by: actor.id,
      branch: actor.branch ?? null,
      activated_at: new Date(now),
      ended_at: null,
    })
    // One in 10^11 meets an earlier serial: draw again.
    .onConflict((conflict) => conflict.column("serial").doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? insertImported(tx, random, request, { owner, digest }, policy, now);
};

/** A masked card number, or the customer's name. */
const shownSubject = ({ kind, links }: ImportRequest, owner: CoreCustomer): string => {
  const [link] = links;
  return kind === "card" && link !== undefined
    ? maskedSubject(link.purpose, link.subject)
    : owner.name;
};

const storeSeed = async (
  tx: Tx,
  keyring: Keyring,
  { id }: TokenRow,
  seed: Uint8Array,
): Promise<void> => {
  await tx
    .updateTable("tokens")
    .set({ sealed_seed: sealSeed(keyring, id, seed) })
    .where("id", "=", id)
    .execute();
};
